package io.tokenward.proxy.dialect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.host.Host;
import io.tokenward.proxy.host.HostPattern;
import io.tokenward.proxy.host.Link;

/** What a request holds that cannot be screened: how much, of which kinds, and of each kind the first place. Immutable. */
public final class OpaqueInputs {
    private static final OpaqueInputs NONE = new OpaqueInputs(new EnumMap<>(Unscreened.class), 0, List.of());

    /** An address that the model endpoint fetches, as it was written, and where it stands. */
    private record Address(String url, JsonPath path) {}

    private final EnumMap<Unscreened, JsonPath> first;
    private final int total;
    private final List<Address> addresses;

    private OpaqueInputs(EnumMap<Unscreened, JsonPath> first, int total, List<Address> addresses) {
        this.first = first;
        this.total = total;
        this.addresses = addresses;
    }

    /** JSON pointer of the first address whose host is none of these, or cannot be told for sure; empty where there is none. */
    public Optional<String> elsewhere(List<HostPattern> hosts) {
        for (Address address : addresses) {
            Optional<Host> host = Link.host(address.url());
            if (host.isEmpty() || hosts.stream().noneMatch(pattern -> pattern.covers(host.get())))
                return Optional.of(address.path().pointer());
        }
        return Optional.empty();
    }

    /** How many there are. */
    public int total() {
        return total;
    }

    /** The kinds, in their order. */
    public Set<Unscreened> kinds() {
        return first.keySet();
    }

    /** JSON pointer of the first of a kind; empty where there is none. */
    public String place(Unscreened kind) {
        JsonPath path = first.get(kind);
        return path == null ? "" : path.pointer();
    }

    /** {@code screened}, or {@code partly(…)} with the kinds. */
    public String coverage() {
        if (total == 0) return "screened";
        return first.keySet().stream().map(Unscreened::word).collect(Collectors.joining("+", "partly(", ")"));
    }

    /** Collects them. Not thread-safe. */
    static final class Found {
        private final EnumMap<Unscreened, JsonPath> first = new EnumMap<>(Unscreened.class);
        private final List<Address> addresses = new ArrayList<>();
        private int total;

        /** An address that the model endpoint fetches. */
        void link(String url, JsonPath path) {
            addresses.add(new Address(url, path));
            add(Unscreened.LINKS, path);
        }

        void add(Unscreened kind, JsonPath path) {
            first.putIfAbsent(kind, path);
            total++;
        }

        void addAll(OpaqueInputs others) {
            others.first.forEach(first::putIfAbsent);
            addresses.addAll(others.addresses);
            total += others.total;
        }

        OpaqueInputs all() {
            return total == 0
                    ? NONE
                    : new OpaqueInputs(new EnumMap<>(Map.copyOf(first)), total, List.copyOf(addresses));
        }
    }
}
