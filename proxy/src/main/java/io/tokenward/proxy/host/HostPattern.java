package io.tokenward.proxy.host;

import java.util.List;
import java.util.Optional;

/**
 * An entry of an allow-list: one host, or {@code *.} and a name, where the asterisk stands for exactly one label, as it does
 * in certificates. {@code *.allowed.com} covers {@code a.allowed.com}, but neither {@code allowed.com},
 * {@code xallowed.com} nor {@code a.b.allowed.com}. Immutable.
 */
public final class HostPattern {
    private static final String WILDCARD = "*.";

    private final Host host;
    private final boolean wildcard;

    private HostPattern(Host host, boolean wildcard) {
        this.host = host;
        this.wildcard = wildcard;
    }

    /** The pattern that is written like that; empty where it is none. A wildcard needs at least two labels after it. */
    public static Optional<HostPattern> of(String text) {
        if (!text.startsWith(WILDCARD)) return Host.of(text).map(host -> new HostPattern(host, false));
        return Host.of(text.substring(WILDCARD.length()))
                .filter(host -> host instanceof Host.Name name && name.labels().size() > 1)
                .map(host -> new HostPattern(host, true));
    }

    /** Whether the host is meant, label by label. */
    public boolean covers(Host asked) {
        if (!wildcard) return asked.equals(host);
        if (!(asked instanceof Host.Name(List<String> labels)) || labels.size() < 2) return false;
        return new Host.Name(labels.subList(1, labels.size())).equals(host);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostPattern pattern && pattern.wildcard == wildcard && pattern.host.equals(host);
    }

    @Override
    public int hashCode() {
        return host.hashCode();
    }

    /** As it is compared: in lower case, international labels in ASCII. */
    @Override
    public String toString() {
        return (wildcard ? WILDCARD : "") + host;
    }
}
