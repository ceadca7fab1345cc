package io.tokenward.rules;

import io.tokenward.rules.yaml.Place;
import java.util.ArrayList;
import java.util.List;

/** Runs the tests that rules carry. */
public final class RuleTests {
    private RuleTests() {}

    /**
     * A test that did not go as its file says.
     *
     * @param rule id
     * @param place where the test stands
     * @param message what was expected and what happened
     */
    public record Failure(String rule, Place place, String message) {
        @Override
        public String toString() {
            return place + " " + rule + ": " + message;
        }
    }

    /** All failures, in the order of the rules; empty if all is well. */
    public static List<Failure> run(RuleEngine engine) {
        List<Failure> failures = new ArrayList<>();
        for (Rule rule : engine.rules()) {
            if (rule.mode() == Mode.OFF) continue;
            for (RuleTest test : rule.tests())
                run(engine, rule, test, failures);
        }
        return failures;
    }

    private static void run(RuleEngine engine, Rule rule, RuleTest test, List<Failure> failures) {
        try {
            Evidence evidence = engine.examine(test.passage(), Trust.APP, System.nanoTime() + Long.MAX_VALUE / 4);
            boolean matched = evidence.findings().stream().anyMatch(finding -> finding.rule().equals(rule.id()));
            if (test.expect() == RuleTest.Expect.MATCH && !matched) {
                failures.add(new Failure(rule.id(), test.place(), "must match and does not"));
            } else if (test.expect() == RuleTest.Expect.NO_MATCH && matched) {
                failures.add(new Failure(rule.id(), test.place(), "must not match and does"));
            }
        } catch (DeadlineExceeded impossible) {
            throw new IllegalStateException("a deadline in 73 years", impossible);
        }
    }
}
