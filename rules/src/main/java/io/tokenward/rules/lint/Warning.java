package io.tokenward.rules.lint;

import io.tokenward.rules.yaml.Place;
import java.util.Locale;

/**
 * Something that loads and is unwise.
 *
 * @param place where
 * @param kind of a fixed list, such as {@code never-fires}, for programs
 * @param subject id of a rule, or {@code exclude}
 * @param message what is unwise and what to do
 */
public record Warning(Place place, Kind kind, String subject, String message) {
    /** What is warned of. */
    public enum Kind {
        NEVER_FIRES, DUPLICATE, COMMON_ANCHOR, LARGE, EXCLUSION;

        /** The word of reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return place + " " + subject + ": " + message;
    }
}
