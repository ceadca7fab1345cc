package io.tokenward.rules;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a request; the strongest wins. */
public enum Decision {
    /** Passes. */
    ALLOW,
    /** Passes and is reported. */
    FLAG,
    /** Passes without what was taken out. */
    REDACT,
    /** Is refused. */
    BLOCK;

    /** The word of configuration, rules and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of that word, or nothing where there is none. */
    public static Optional<Decision> of(String word) {
        for (Decision value : values())
            if (value.word().equals(word)) return Optional.of(value);
        return Optional.empty();
    }
}
