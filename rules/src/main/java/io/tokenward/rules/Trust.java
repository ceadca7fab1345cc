package io.tokenward.rules;

import java.util.Locale;
import java.util.Optional;

/** Whether the roles in a request are believed. */
public enum Trust {
    /** The key belongs to a program whose users cannot write system messages. */
    APP,
    /** Every role is judged as the user at least. */
    NONE;

    /** The word of configuration, rules and reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The value of that word, or nothing where there is none. */
    public static Optional<Trust> of(String word) {
        for (Trust value : values())
            if (value.word().equals(word)) return Optional.of(value);
        return Optional.empty();
    }
}
