package io.tokenward.proxy.dialect.json;

import java.text.Normalizer;
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
    private final Set<String> freeForm;
    private final NameTable table;

    /**
     * Names of fields.
     *
     * @param known as the dialect spells them, all in lower case
     * @param freeForm names of members below which names are the caller's own, such as the properties of a schema
     * @throws IllegalArgumentException where a known name is not in folded form
     */
    public FieldNames(Set<String> known, Set<String> freeForm) {
        this.known = Set.copyOf(known);
        this.freeForm = Set.copyOf(freeForm);
        for (String name : known) {
            if (!fold(name).equals(name))
                throw new IllegalArgumentException("field name is not in folded form: " + name);
        }
        table = new NameTable(this.known);
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

    /** Whether the name looks like a field's to a lenient reader without being one. */
    boolean nearlyKnown(String name, String folded) {
        return !name.equals(folded) && known.contains(folded);
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
