package io.tokenward.rules;

import java.util.Locale;
import java.util.Optional;

/** What a caller reads on a block. */
public enum Reveal {
    /** The rule and its advice. */
    RULE,
    /** Only the reference of the exchange. */
    REFERENCE;

    /** The word of configuration, rules and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of that word, or nothing where there is none. */
    public static Optional<Reveal> of(String word) {
        for (Reveal value : values())
            if (value.word().equals(word)) return Optional.of(value);
        return Optional.empty();
    }
}
