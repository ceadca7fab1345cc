package io.tokenward.proxy.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tokenward.proxy.config.ListenerSettings.Address;

/** Reads {@code listeners}. */
final class ListenersReader {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9.-]{1,253})):([0-9]{1,5})");

    private ListenersReader() {}

    static List<ListenerSettings> read(Value value, TlsReader tlsReader) {
        List<ListenerSettings> listeners = new ArrayList<>();
        Set<Address> taken = new HashSet<>();
        for (Value item : value.items()) {
            Section section = Section.of(item, "address", "tls");
            Optional<Value> where = section.required("address", "0.0.0.0:8443");
            Optional<Address> address = where.flatMap(ListenersReader::address);
            if (address.isPresent() && address.get().port() != 0 && !taken.add(address.get())) {
                where.get().error("another listener has " + address.get() + " already");
            }
            Optional<TlsReader.Both> tls = section.required("tls", "{ identities: development }")
                    .flatMap(tlsReader::read);
            if (address.isPresent() && tls.isPresent()) {
                listeners.add(new ListenerSettings(address.get(), tls.get().tls(), tls.get().clients()));
            }
        }
        return listeners;
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
