package io.tokenward.proxy.dialect.json;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The field names of a dialect. Some servers (Go's encoding/json) take {@code Messages} or {@code mesſages} for
 * {@code messages}; what is spelled nearly like a field would be read by one and ignored by the other, so it is refused.
 * Immutable and thread-safe.
 */
public final class FieldNames {
    /** No names: nothing is nearly known. */
    public static final FieldNames NONE = new FieldNames(Set.of(), Set.of());

    /** Longer names are not looked up; a dialect may have some all the same. */
    private static final int LONGEST = 40;

    private final Set<String> known;
    private final NameTable table;
    private final Set<String> keys;
    private final Set<String> freeForm;
    private final boolean bothSpellings;
    /** Whether some name is not its own key, so that a plain spelling may be a wrong one. */
    private final boolean mixed;

    /**
     * Names of which each has one spelling.
     *
     * @param known the names as the dialect spells them
     * @param freeForm names of members below which names are the caller's own, such as the properties of a schema
     */
    public FieldNames(Set<String> known, Set<String> freeForm) {
        this(known, freeForm, false);
    }

    /**
     * Names of which each may have two spellings.
     *
     * @param bothSpellings whether {@code inlineData} and {@code inline_data} are one name
     */
    public FieldNames(Set<String> known, Set<String> freeForm, boolean bothSpellings) {
        this.known = Set.copyOf(known);
        this.freeForm = Set.copyOf(freeForm);
        this.bothSpellings = bothSpellings;
        Set<String> all = new HashSet<>();
        for (String name : known)
            all.add(key(name));
        this.keys = Set.copyOf(all);
        this.table = new NameTable(this.known);
        this.mixed = !keys.equals(this.known);
    }

    /** Names of members below which names are the caller's own. */
    public Set<String> freeForm() {
        return freeForm;
    }

    /** The known name that these bytes spell, or null. */
    @Nullable
    String canonical(byte[] body, int from, int to) {
        return to - from > LONGEST ? null : table.find(body, from, to);
    }

    /** What two names of one object must not have in common. */
    String key(String name) {
        String folded = fold(name);
        return bothSpellings && folded.indexOf('_') > 0 ? folded.replace("_", "") : folded;
    }

    /** Whether the name, whose key is given, looks like a field's to a lenient reader without being one. */
    boolean nearlyKnown(String name, String key) {
        return (mixed || !name.equals(key)) && keys.contains(key) && !known.contains(name);
    }

    /** The spelling that was meant by a name that is nearly known. */
    String meant(String key) {
        return known.stream().filter(name -> key(name).equals(key)).sorted().findFirst().orElse(key);
    }

    /** What a lenient reader may take a name for: NFKC (so ſ is s and the Kelvin sign is K), then without case. */
    static String fold(String name) {
        boolean plain = true;
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain = c < 0x80 && (c < 'A' || c > 'Z');
        }
        if (plain) return name;
        String compatible = Normalizer.normalize(name, Normalizer.Form.NFKC);
        var out = new StringBuilder(compatible.length());
        // By way of upper case, since ς and σ only meet there.
        compatible.codePoints().forEach(c -> out.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c))));
        return Normalizer.normalize(out, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
