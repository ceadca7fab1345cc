package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One kind of credential.
 *
 * @param name name that findings report
 * @param anchors strings of at least three units, one of which is part of every credential of this kind
 * @param anyCase whether an anchor counts in any case
 * @param verifier what decides where an anchor stands
 */
record SecretFormat(String name, List<String> anchors, boolean anyCase, Verifier verifier) {

    /** Decides about one place. Stateless; looks at no more than a few hundred units around it. */
    @FunctionalInterface
    interface Verifier {
        /** Where the credential is whose anchor begins at {@code at}, or null if there is none. */
        @Nullable
        Span verify(String text, int at);
    }

    SecretFormat {
        anchors = List.copyOf(anchors);
        for (String anchor : anchors)
            if (anchor.length() < Sieve.GRAM) throw new IllegalArgumentException("anchor too short: " + anchor);
    }

    /** A token that begins with one of the anchors and matches {@code shape} as a whole. */
    static SecretFormat token(String name, String shape, String... anchors) {
        return new SecretFormat(name, List.of(anchors), false, new TokenShape(shape));
    }
}
