package io.tokenward.proxy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tokenward.proxy.config.ListenerSettings.Address;
import io.tokenward.proxy.config.ListenerSettings.Development;
import io.tokenward.proxy.config.ListenerSettings.Identity;
import io.tokenward.proxy.config.ListenerSettings.Tls;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;

/** Reads {@code listeners}. */
final class ListenersReader {
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:\\[([0-9a-fA-F:.]{2,45})]|([A-Za-z0-9.-]{1,253})):([0-9]{1,5})");

    private ListenersReader() {}

    static List<ListenerSettings> read(Value value) {
        List<ListenerSettings> listeners = new ArrayList<>();
        Set<Address> taken = new HashSet<>();
        for (Value item : value.items()) {
            Section section = Section.of(item, "address", "tls");
            Optional<Value> where = section.required("address", "0.0.0.0:8443");
            Optional<Address> address = where.flatMap(ListenersReader::address);
            if (address.isPresent() && address.get().port() != 0 && !taken.add(address.get())) {
                where.get().error("another listener has " + address.get() + " already");
            }
            Optional<Tls> tls = section.required("tls", "{ identities: development }").flatMap(ListenersReader::tls);
            if (address.isPresent() && tls.isPresent()) {
                listeners.add(new ListenerSettings(address.get(), tls.get()));
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

    private static Optional<Tls> tls(Value value) {
        Section section = Section.of(value, "identities", "client-auth");
        section.find("client-auth").ifPresent(ListenersReader::requireNoClientAuth);
        return section.required("identities", "[{ chain: file:certs/server.pem, key: file:certs/server.key }]")
                .flatMap(ListenersReader::identities);
    }

    private static void requireNoClientAuth(Value value) {
        value.text()
                .filter(text -> !text.equals("none"))
                .ifPresent(text -> value.error(Words.quoted(text) + " is " + NotSupportedYet.MESSAGE
                        + " or write none"));
    }

    private static Optional<Tls> identities(Value value) {
        if (value.node() instanceof YamlNode.Scalar) {
            Optional<String> text = value.text();
            if (text.isEmpty()) return Optional.empty();
            if (text.get().equals("development")) return Optional.of(new Development());
            return value.refused("must be a list of identities or development, not " + Words.quoted(text.get())
                    + YamlErrors.didYouMean(text.get(), List.of("development")));
        }
        List<Value> items = value.items();
        if (items.size() > 1) {
            return value.refused("more than one identity is " + NotSupportedYet.MESSAGE);
        }
        return items.stream().findFirst().flatMap(ListenersReader::identity);
    }

    private static Optional<Tls> identity(Value value) {
        Section section = Section.of(value, "chain", "key");
        Optional<Path> chain = section.required("chain", "file:certs/server.pem").flatMap(Value::file);
        Optional<Path> key = section.required("key", "file:certs/server.key").flatMap(Value::file);
        return chain.isPresent() && key.isPresent()
                ? Optional.of(new Identity(chain.get(), key.get()))
                : Optional.empty();
    }
}
