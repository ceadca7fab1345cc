package io.tokenward.proxy.config;

import io.tokenward.proxy.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.tokenward.rules.yaml.YamlNode;

/** Reads {@code listeners[].tls.identities[].acme}: identities that are ordered from the authority of {@code acme}. */
final class OrderedReader {
    /** Authorities refuse more (Let's Encrypt does). */
    private static final int MOST_NAMES = 100;

    private final Optional<Value> section;
    private final Optional<AcmeSettings> settings;
    /** What was read, by the first name: it names the file. */
    private final Map<String, List<String>> read = new HashMap<>();
    private boolean asked;

    /**
     * @param section where the authority is named
     * @param settings what stands there; empty where it is missing or wrong
     */
    OrderedReader(Optional<Value> section, Optional<AcmeSettings> settings) {
        this.section = section;
        this.settings = settings;
    }

    /** Whether it is an identity of this kind. */
    boolean is(Value value) {
        return value.node() instanceof YamlNode.Mapping mapping && mapping.entries().containsKey("acme");
    }

    Optional<ListenerSettings.Identity> read(Value value) {
        asked = true;
        Section identity = Section.of(value, "acme", "status", "status-addresses");
        Optional<Value> list = identity.find("acme");
        if (list.isEmpty()) return Optional.empty();
        if (section.isEmpty())
            list.get().error("there is no section acme, which says where to order; see docs/configuration.md");
        List<String> names = new ArrayList<>();
        for (Value item : list.get().items())
            item.text().flatMap(text -> name(item, text)).ifPresent(names::add);
        if (names.isEmpty()) return Optional.empty();
        if (names.size() > MOST_NAMES) list.get().error("has " + names.size() + " names; " + MOST_NAMES + " at most");
        List<String> other = read.putIfAbsent(names.getFirst(), names);
        if (other != null && !other.equals(names))
            list.get()
                    .error("another identity begins with " + names.getFirst() + " and has other names;"
                            + " begin with another, or write the same ones");
        var status = StatusReader.read(identity);
        if (status.orElse(null) instanceof ListenerSettings.StatusFile)
            identity.find("status")
                    .ifPresent(found -> found.error("a file cannot be of a certificate that is still to be ordered;"
                            + " write fetch, or take it out"));
        return Optional
                .of(new ListenerSettings.Ordered(names, settings.map(AcmeSettings::storage).orElse(Path.of("")),
                        status));
    }

    private static Optional<String> name(Value item, String text) {
        if (text.startsWith("*."))
            return item.refused("a wildcard is issued for entries in DNS alone, which this proxy does not make;"
                    + " name each host");
        if (Host.of(text).orElse(null) instanceof Host.Name name) return Optional.of(name.toString());
        return item.refused("no host name: " + Words.quoted(text) + "; write it like api.example.com");
    }

    /** Called when all listeners are read. */
    void end() {
        if (!asked)
            section.ifPresent(found -> found.error("does nothing: no identity is ordered there;"
                    + " write { acme: [api.example.com] } under identities of a listener, or take it out"));
    }
}
