package io.tokenward.rules;

import java.util.Locale;
import java.util.Optional;

/** What happens where screening failed or ran out of time. */
public enum OnError {
    /** The request is refused. */
    CLOSED,
    /** The request passes, counted as partly screened. */
    OPEN;

    /** The word of configuration, rules and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of that word, or nothing where there is none. */
    public static Optional<OnError> of(String word) {
        for (OnError value : values())
            if (value.word().equals(word)) return Optional.of(value);
        return Optional.empty();
    }
}
