package io.tokenward.rules;

import java.util.Locale;
import java.util.Optional;

/** Whether a policy screens. */
public enum Screening {
    /** Nothing is screened. */
    OFF,
    /** Decides as usual, then only flags. */
    DETECT,
    /** Decides and acts. */
    ENFORCE;

    /** The word of configuration, rules and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of that word, or nothing where there is none. */
    public static Optional<Screening> of(String word) {
        for (Screening value : values())
            if (value.word().equals(word)) return Optional.of(value);
        return Optional.empty();
    }
}
