package io.tokenward.proxy.dialect;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.tokenward.proxy.dialect.json.JsonPath;

/** What a request holds that cannot be screened: how much, of which kinds, and of each kind the first place. Immutable. */
public final class OpaqueInputs {
    private static final OpaqueInputs NONE = new OpaqueInputs(new EnumMap<>(Unscreened.class), 0);

    private final EnumMap<Unscreened, JsonPath> first;
    private final int total;

    private OpaqueInputs(EnumMap<Unscreened, JsonPath> first, int total) {
        this.first = first;
        this.total = total;
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
        private int total;

        void add(Unscreened kind, JsonPath path) {
            first.putIfAbsent(kind, path);
            total++;
        }

        void addAll(OpaqueInputs others) {
            others.first.forEach(first::putIfAbsent);
            total += others.total;
        }

        OpaqueInputs all() {
            return total == 0 ? NONE : new OpaqueInputs(new EnumMap<>(Map.copyOf(first)), total);
        }
    }
}
