package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One kind of credential.
 *
 * @param name name that findings report
 * @param anchors strings of which one is part of every credential of this kind
 * @param verifier what decides where an anchor stands
 * @param check what proves a credential beyond its looks
 */
record SecretFormat(String name, List<Anchor> anchors, Verifier verifier, Check check) {

    /** Decides about one place. Stateless; looks at no more than a few hundred units around it. */
    @FunctionalInterface
    interface Verifier {
        /** Where the credential is whose anchor begins at {@code at}, or null if there is none. */
        @Nullable
        Span verify(String text, int at);
    }

    SecretFormat {
        anchors = List.copyOf(anchors);
    }

    /** A format that is code; its anchors count as they are written. */
    static SecretFormat coded(String name, List<String> anchors, Verifier verifier) {
        return new SecretFormat(name, anchors.stream().map(text -> new Anchor(text, false)).toList(), verifier,
                Check.NONE);
    }

    /** The same with anchors in any case. */
    static SecretFormat anyCase(String name, List<String> anchors, Verifier verifier) {
        return new SecretFormat(name, anchors.stream().map(text -> new Anchor(text, true)).toList(), verifier,
                Check.NONE);
    }
}
