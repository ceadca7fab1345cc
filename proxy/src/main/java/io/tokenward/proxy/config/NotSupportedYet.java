package io.tokenward.proxy.config;

import java.util.Set;

/**
 * Keys that are planned, and known to people from examples, but not honoured by this version. They are refused rather than
 * ignored: a limit or a guard that stands in the file and does nothing is worse than none. A version that honours one deletes
 * it here and reads it.
 */
final class NotSupportedYet {
    static final String MESSAGE = "not supported by this version; take it out";

    private static final Set<String> SHAPES = Set.of(
            "limits.depth",
            "policies.*.restore");

    private NotSupportedYet() {}

    /** Whether the key of that {@link Value#shape} is one of them. */
    static boolean contains(String shape) {
        return SHAPES.contains(shape);
    }
}
