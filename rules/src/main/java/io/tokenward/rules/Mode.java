package io.tokenward.rules;

import java.util.Locale;
import java.util.Optional;

/** How much a rule or pack counts. */
public enum Mode {
    /** Not at all. */
    OFF,
    /** Is reported, adds no points. */
    SHADOW,
    /** Adds its points. */
    SCORE,
    /** Decides alone. */
    BLOCK;

    /** The word of configuration, rules and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of that word, or nothing where there is none. */
    public static Optional<Mode> of(String word) {
        for (Mode value : values())
            if (value.word().equals(word)) return Optional.of(value);
        return Optional.empty();
    }
}
