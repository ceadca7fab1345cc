package io.tokenward.proxy.cli.eval;

import io.tokenward.detectors.Detectors;

/**
 * A labelled text for secrets or personal data.
 *
 * @param id names it in reports
 * @param secret whether something should be found in it
 * @param tag group of the report, such as {@code core}
 * @param kind what should be found, such as {@code github-token}; kinds that begin with {@code pii-} ask for personal data
 * @param text the text
 */
record SecretVector(String id, boolean secret, String tag, String kind, String text) {

    /** Whether anything is found in it: personal data of its kind, or any secret. */
    boolean found() {
        if (kind.startsWith("pii-"))
            return Detectors.standard().pii().scan(text).stream().anyMatch(match -> match.name().equals(kind));
        return !Detectors.standard().secrets().scan(text).isEmpty();
    }

    /** Whether what is found is what should be. */
    boolean right() {
        return found() == secret;
    }

    @Override
    public String toString() {
        return "SecretVector[" + id + "]";
    }
}
