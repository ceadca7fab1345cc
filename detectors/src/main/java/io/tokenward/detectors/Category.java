package io.tokenward.detectors;

import java.util.Locale;
import java.util.Optional;

/** What kind of danger a finding is; policies have an action for each. */
public enum Category {
    INJECTION, JAILBREAK, INDIRECT_INJECTION, SECRET, PII, EVASION, ABUSE;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word of rules, policies and audit lines, such as {@code indirect_injection}. */
    public String word() {
        return word;
    }

    /** Whether findings of this category add to {@code scores.injection}. */
    public boolean attack() {
        return switch (this) {
            case INJECTION, JAILBREAK, INDIRECT_INJECTION, EVASION -> true;
            case SECRET, PII, ABUSE -> false;
        };
    }

    /** The category of that word, or nothing where there is none. */
    public static Optional<Category> of(String word) {
        for (Category category : values())
            if (category.word.equals(word)) return Optional.of(category);
        return Optional.empty();
    }
}
