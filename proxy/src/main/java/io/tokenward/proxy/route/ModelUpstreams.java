package io.tokenward.proxy.route;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which upstream has which models. A name, or the beginning of one before an asterisk, leads to an upstream; of several that fit
 * the longest counts. Immutable.
 */
public final class ModelUpstreams {
    /** No model leads anywhere of its own. */
    public static final ModelUpstreams NONE = new ModelUpstreams(Map.of());

    private record Entry(String literal, boolean prefix, String upstream) {
        boolean fits(String model) {
            return prefix ? model.startsWith(literal) : model.equals(literal);
        }
    }

    private final List<Entry> entries;

    /** Of names such as {@code glm-5} and beginnings such as {@code claude-*} to names of upstreams. */
    public ModelUpstreams(Map<String, String> upstreams) {
        // The name itself before a beginning of the same length, the longer before the shorter.
        entries = upstreams.entrySet()
                .stream()
                .map(ModelUpstreams::entry)
                .sorted(Comparator.comparing(Entry::prefix)
                        .thenComparing(entry -> -entry.literal().length())
                        .thenComparing(Entry::literal))
                .toList();
    }

    private static Entry entry(Map.Entry<String, String> given) {
        boolean prefix = given.getKey().endsWith("*");
        String literal = prefix ? given.getKey().substring(0, given.getKey().length() - 1) : given.getKey();
        return new Entry(literal, prefix, given.getValue());
    }

    /** The upstream that has a model, or {@code otherwise}. */
    public String of(String model, String otherwise) {
        for (Entry entry : entries)
            if (entry.fits(model)) return entry.upstream();
        return otherwise;
    }

    /** All upstreams, in order of their names. */
    public Set<String> all() {
        Set<String> all = new TreeSet<>();
        for (Entry entry : entries)
            all.add(entry.upstream());
        return all;
    }
}
