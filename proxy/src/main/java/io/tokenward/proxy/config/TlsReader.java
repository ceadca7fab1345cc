package io.tokenward.proxy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.tokenward.proxy.config.ListenerSettings.Anyone;
import io.tokenward.proxy.config.ListenerSettings.Certified;
import io.tokenward.proxy.config.ListenerSettings.Clients;
import io.tokenward.proxy.config.ListenerSettings.Development;
import io.tokenward.proxy.config.ListenerSettings.Identities;
import io.tokenward.proxy.config.ListenerSettings.Identity;
import io.tokenward.proxy.config.ListenerSettings.Pem;
import io.tokenward.proxy.config.ListenerSettings.Store;
import io.tokenward.proxy.config.ListenerSettings.Tls;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;

/** Reads {@code listeners[].tls}. */
final class TlsReader {
    /** A host name in lower case, a wildcard only as the whole first label and never above a top-level domain. */
    private static final Pattern HOST = Pattern.compile(
            "(?:\\*\\.[a-z0-9-]{1,63}\\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final List<String> CLIENT_AUTH = List.of("none", "optional", "required");

    private final CallersReader callers;

    /** @param tenants names that callers may have, as {@code plans} are for their plans */
    TlsReader(Collection<String> tenants, Collection<String> plans) {
        callers = new CallersReader(tenants, plans);
    }

    /** Either side of the handshake. */
    record Both(Tls tls, Clients clients) {}

    Optional<Both> read(Value value) {
        Section section = Section.of(value, "identities", "client-auth", "client-ca", "callers");
        Optional<Tls> tls = section
                .required("identities", "[{ chain: file:certs/server.pem, key: file:certs/server.key }]")
                .flatMap(TlsReader::identities);
        Optional<Clients> clients = clients(section);
        return tls.isPresent() && clients.isPresent()
                ? Optional.of(new Both(tls.get(), clients.get()))
                : Optional.empty();
    }

    private static Optional<Tls> identities(Value value) {
        if (value.node() instanceof YamlNode.Scalar) {
            Optional<String> text = value.text();
            if (text.isEmpty()) return Optional.empty();
            if (text.get().equals("development")) return Optional.of(new Development());
            return value.refused("must be a list of identities or development, not " + Words.quoted(text.get())
                    + YamlErrors.didYouMean(text.get(), List.of("development")));
        }
        List<Identity> identities = new ArrayList<>();
        for (Value item : value.items())
            identity(item).ifPresent(identities::add);
        return identities.isEmpty() ? Optional.empty() : Optional.of(new Identities(identities));
    }

    private static Optional<Identity> identity(Value value) {
        Section section = Section.of(value, "names", "chain", "key", "store", "password");
        List<String> names = section.find("names").map(TlsReader::names).orElse(List.of());
        Optional<SecretReference> password = section.find("password").flatMap(Value::secret);
        Optional<Value> store = section.find("store");
        if (store.isEmpty()) return pem(section, names, password);
        for (String other : List.of("chain", "key"))
            section.find(other).ifPresent(found -> found.error("stands in the store already; take one of them out"));
        Optional<Path> file = store.get().file();
        section.required("password", "file:secrets/store-password");
        return file.isPresent() && password.isPresent()
                ? Optional.of(new Store(names, file.get(), password.get()))
                : Optional.empty();
    }

    private static Optional<Identity> pem(Section section, List<String> names, Optional<SecretReference> password) {
        Optional<Path> chain = section.required("chain", "file:certs/server.pem").flatMap(Value::file);
        Optional<Path> key = section.required("key", "file:certs/server.key").flatMap(Value::file);
        return chain.isPresent() && key.isPresent()
                ? Optional.of(new Pem(names, chain.get(), key.get(), password))
                : Optional.empty();
    }

    private static List<String> names(Value value) {
        List<String> names = new ArrayList<>();
        for (Value item : value.items())
            item.text().flatMap(text -> name(item, text)).ifPresent(names::add);
        return names;
    }

    private static Optional<String> name(Value item, String text) {
        if (text.length() <= 253 && HOST.matcher(text).matches()) return Optional.of(text);
        return item.refused("no host name: " + Words.quoted(text)
                + "; write it like api.example.com or \"*.example.com\", in lower case");
    }

    private Optional<Clients> clients(Section section) {
        Optional<Value> word = section.find("client-auth");
        Optional<String> wanted = word.isEmpty()
                ? Optional.of("none")
                : word.get().word(text -> CLIENT_AUTH.stream().filter(text::equals).findFirst(), CLIENT_AUTH);
        if (wanted.isEmpty()) return Optional.empty();
        if (wanted.get().equals("none")) {
            for (String key : List.of("client-ca", "callers"))
                section.find(key)
                        .ifPresent(found -> found.error("does nothing with client-auth: none;"
                                + " write optional or required there, or take it out"));
            return Optional.of(new Anyone());
        }
        Optional<Path> authorities = section.required("client-ca", "file:certs/clients-ca.pem").flatMap(Value::file);
        var meant = section.find("callers").map(callers::read).orElse(Map.of());
        return authorities.map(file -> new Certified(wanted.get().equals("required"), file, meant));
    }
}
