package io.tokenward.proxy.config;

import io.tokenward.proxy.listener.TlsPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tokenward.proxy.config.ListenerSettings.Address;
import io.tokenward.proxy.config.ListenerSettings.Place;

/** Reads {@code listeners}. */
final class ListenersReader {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9.-]{1,253})):([0-9]{1,5})");

    private static final String UNIX = "unix:";
    private static final Pattern MODE = Pattern.compile("0?[0-7]{3}");
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    /** Of the 108 bytes of an address, less its end and the ending of the name under which a socket is made. */
    private static final int LONGEST_SOCKET = 100;

    private ListenersReader() {}

    static List<ListenerSettings> read(Value value, TlsReader tlsReader) {
        List<ListenerSettings> listeners = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Value item : value.items()) {
            Section section = Section.of(item, "address", "mode", "tls", "proxy-protocol", "forwarded");
            Optional<Value> where = section.required("address", "0.0.0.0:8443 or unix:run/tokenward.sock");
            Optional<Place> place = where.flatMap(found -> place(found, section.find("mode")));
            boolean free = place.isPresent() && place.get() instanceof Address(_, int port) && port == 0;
            if (place.isPresent() && !free && !taken.add(place.get().toString())) {
                where.get().error("another listener has " + place.get() + " already");
            }
            Optional<TlsReader.Both> tls = section.required("tls", "{ identities: development }")
                    .flatMap(found -> tls(found, place, tlsReader));
            ListenerSettings.Peers peers = PeersReader.read(section);
            if (place.isPresent() && tls.isPresent()) {
                listeners.add(new ListenerSettings(place.get(), tls.get().tls(), tls.get().clients(),
                        tls.get().policy(), peers));
            }
        }
        return listeners;
    }

    private static Optional<Place> place(Value value, Optional<Value> mode) {
        if (value.text().filter(text -> text.startsWith(UNIX)).isPresent()) return socketFile(value, mode);
        mode.ifPresent(found -> found.error("is for unix:... alone; take it out"));
        return address(value).map(address -> address);
    }

    private static Optional<Place> socketFile(Value value, Optional<Value> mode) {
        String name = value.text().orElseThrow().substring(UNIX.length());
        if (name.isEmpty()) return value.refused("must be written as unix:path");
        Optional<Path> path = value.path(name);
        if (path.isEmpty()) return Optional.empty();
        int bytes = path.get().toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_SOCKET)
            return value.refused("is a path of " + bytes + " bytes; systems take at most " + LONGEST_SOCKET
                    + " for a socket");
        return Optional.of(new ListenerSettings.SocketFile(path.get(), mode.map(ListenersReader::mode).orElse(OWNER)));
    }

    private static Set<PosixFilePermission> mode(Value value) {
        String text = value.text().orElse("");
        if (!MODE.matcher(text).matches()) {
            value.error("no file mode: " + Words.quoted(text) + "; write it like \"0660\"");
            return OWNER;
        }
        var symbols = new StringBuilder();
        for (char digit : text.substring(text.length() - 3).toCharArray())
            symbols.append((digit & 4) != 0 ? 'r' : '-')
                    .append((digit & 2) != 0 ? 'w' : '-')
                    .append((digit & 1) != 0 ? 'x' : '-');
        return PosixFilePermissions.fromString(symbols.toString());
    }

    private static Optional<TlsReader.Both> tls(Value value, Optional<Place> place, TlsReader reader) {
        if (!value.is("none")) return reader.read(value);
        if (place.isPresent() && place.get() instanceof Address)
            return value.refused("requests over a network need TLS; only a listener at unix:... can do without");
        return Optional.of(new TlsReader.Both(new ListenerSettings.Plain(), new ListenerSettings.Anyone(),
                TlsPolicy.SANE));
    }

    static Optional<Address> address(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) return Optional.empty();
        Matcher matcher = ADDRESS.matcher(text.get());
        if (!matcher.matches()) {
            return value.refused("no usable address: " + Words.quoted(text.get())
                    + "; write it like 0.0.0.0:8443 or [::1]:8443");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port > 65_535) return value.refused("must have a port of at most 65535");
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new Address(host, port));
    }
}
