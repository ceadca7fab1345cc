package io.tokenward.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.rules.yaml.Place;

/**
 * A text that a rule must or must not match, as its file says.
 *
 * @param passage the text, already encoded as the test wants it, with its role
 * @param as how it was encoded
 * @param expect what the rule has to do
 * @param place where the test stands
 */
public record RuleTest(Passage passage, Mutation as, Expect expect, Place place) {
    /** What is expected of the rule. */
    public enum Expect {
        /** Must match. */
        MATCH,
        /** Must not match. */
        NO_MATCH,
        /** Should match one day; reported, never a failure. */
        TODO
    }
}
