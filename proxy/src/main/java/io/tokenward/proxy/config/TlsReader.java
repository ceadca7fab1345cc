package io.tokenward.proxy.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tokenward.proxy.config.ListenerSettings.Anyone;
import io.tokenward.proxy.config.ListenerSettings.Certified;
import io.tokenward.proxy.config.ListenerSettings.Clients;
import io.tokenward.proxy.config.ListenerSettings.Development;
import io.tokenward.proxy.config.ListenerSettings.Identities;
import io.tokenward.proxy.config.ListenerSettings.Identity;
import io.tokenward.proxy.config.ListenerSettings.Pem;
import io.tokenward.proxy.config.ListenerSettings.Store;
import io.tokenward.proxy.config.ListenerSettings.Tls;
import io.tokenward.certs.Revocation;
import io.tokenward.proxy.host.HostPattern;
import io.tokenward.proxy.listener.TlsPolicy;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;

/** Reads {@code listeners[].tls}. */
final class TlsReader {
    private static final List<String> CLIENT_AUTH = List.of("none", "optional", "required");

    private final CallersReader callers;
    private final OrderedReader ordered;

    /**
     * @param tenants names that callers may have, as {@code plans} are for their plans
     * @param ordered reads identities that are ordered from an authority
     */
    TlsReader(Collection<String> tenants, Collection<String> plans, OrderedReader ordered) {
        callers = new CallersReader(tenants, plans);
        this.ordered = ordered;
    }

    /** Either side of the handshake. */
    record Both(Tls tls, Clients clients, TlsPolicy policy) {}

    Optional<Both> read(Value value) {
        Section section = Section.of(value, "identities", "client-auth", "client-ca", "callers", "policy",
                "client-crls", "client-ocsp");
        Optional<Tls> tls = section
                .required("identities", "[{ chain: file:certs/server.pem, key: file:certs/server.key }]")
                .flatMap(this::identities);
        Optional<Clients> clients = clients(section);
        TlsPolicy policy = section.find("policy")
                .flatMap(word -> word.word(TlsPolicy::of, TlsPolicy.words()))
                .orElse(TlsPolicy.SANE);
        return tls.isPresent() && clients.isPresent()
                ? Optional.of(new Both(tls.get(), clients.get(), policy))
                : Optional.empty();
    }

    private Optional<Tls> identities(Value value) {
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

    private Optional<Identity> identity(Value value) {
        return ordered.is(value)
                ? ordered.read(value)
                : identity(value, "names", "chain", "key", "store", "password", "status", "status-addresses");
    }

    /** An identity of which only these keys may be written. */
    static Optional<Identity> identity(Value value, String... keys) {
        Section section = Section.of(value, keys);
        Optional<ListenerSettings.Status> status = StatusReader.read(section);
        List<String> names = section.find("names").map(TlsReader::names).orElse(List.of());
        Optional<SecretReference> password = section.find("password").flatMap(Value::secret);
        Optional<Value> store = section.find("store");
        if (store.isEmpty()) return pem(section, names, password, status);
        for (String other : List.of("chain", "key"))
            section.find(other).ifPresent(found -> found.error("stands in the store already; take one of them out"));
        Optional<Path> file = store.get().file();
        section.required("password", "file:secrets/store-password");
        return file.isPresent() && password.isPresent()
                ? Optional.of(new Store(names, file.get(), password.get(), status))
                : Optional.empty();
    }

    private static Optional<Identity> pem(Section section, List<String> names, Optional<SecretReference> password,
            Optional<ListenerSettings.Status> status) {
        Optional<Path> chain = section.required("chain", "file:certs/server.pem").flatMap(Value::file);
        Optional<Path> key = section.required("key", "file:certs/server.key").flatMap(Value::file);
        return chain.isPresent() && key.isPresent()
                ? Optional.of(new Pem(names, chain.get(), key.get(), password, status))
                : Optional.empty();
    }

    private static List<String> names(Value value) {
        List<String> names = new ArrayList<>();
        for (Value item : value.items())
            item.text().flatMap(text -> name(item, text)).ifPresent(names::add);
        return names;
    }

    private static Optional<String> name(Value item, String text) {
        Optional<HostPattern> pattern = HostPattern.of(text);
        // As it stands in the hello of a client: in ASCII.
        if (pattern.isPresent()) return pattern.map(HostPattern::toString);
        return item.refused("no host name: " + Words.quoted(text)
                + "; write it like api.example.com or \"*.example.com\"");
    }

    private Optional<Clients> clients(Section section) {
        Optional<Value> word = section.find("client-auth");
        Optional<String> wanted = word.isEmpty()
                ? Optional.of("none")
                : word.get().word(text -> CLIENT_AUTH.stream().filter(text::equals).findFirst(), CLIENT_AUTH);
        if (wanted.isEmpty()) return Optional.empty();
        if (wanted.get().equals("none")) {
            for (String key : List.of("client-ca", "callers", "client-crls", "client-ocsp"))
                section.find(key)
                        .ifPresent(found -> found.error("does nothing with client-auth: none;"
                                + " write optional or required there, or take it out"));
            return Optional.of(new Anyone());
        }
        Optional<Path> authorities = section.required("client-ca", "file:certs/clients-ca.pem").flatMap(Value::file);
        var meant = section.find("callers").map(callers::read).orElse(Map.of());
        Revocation revocation = revocation(section);
        return authorities.map(file -> new Certified(wanted.get().equals("required"), file, meant, revocation));
    }

    private static Revocation revocation(Section section) {
        List<Path> lists = section.find("client-crls")
                .map(list -> list.items().stream().flatMap(item -> item.file().stream()).toList())
                .orElse(List.of());
        return new Revocation(lists, section.find("client-ocsp").flatMap(UpstreamsReader::url));
    }
}
