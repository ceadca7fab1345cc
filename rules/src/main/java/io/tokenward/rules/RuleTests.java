package io.tokenward.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.rules.yaml.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Runs the tests that rules carry, as they are written and written differently. */
public final class RuleTests {
    private RuleTests() {}

    /**
     * How a test went.
     *
     * @param matched whether its rule matched
     */
    public record Result(Rule rule, RuleTest test, boolean matched) {
        /** What is wrong with it; empty for what should match one day, whatever it does now. */
        public String failure() {
            return switch (test.expect()) {
                case MATCH -> matched ? "" : "must match and does not";
                case NO_MATCH -> matched ? "must not match and does" : "";
                case TODO -> "";
            };
        }
    }

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

    /**
     * A text that its rule must match, written differently.
     *
     * @param as how it was written
     * @param matched whether the rule matched still
     * @param blocked whether all rules together block it under the default policy
     */
    public record Evasion(Rule rule, RuleTest test, Mutation as, boolean matched, boolean blocked) {}

    /** All failures, in the order of the rules; empty if all is well. */
    public static List<Failure> run(RuleEngine engine) {
        return results(engine, engine.rules()).stream()
                .filter(result -> !result.failure().isEmpty())
                .map(result -> new Failure(result.rule().id(), result.test().place(), result.failure()))
                .toList();
    }

    /** One result for each test of the rules, which the engine must hold; rules that are off have none. */
    public static List<Result> results(RuleEngine engine, Collection<Rule> rules) {
        List<Result> results = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.mode() == Mode.OFF) continue;
            for (RuleTest test : rule.tests())
                results.add(new Result(rule, test, matches(rule, evidence(engine, test.passage()))));
        }
        return results;
    }

    /**
     * The texts that rules against attacks must match, each written in every other way that changes it. Secrets and personal data
     * are left out: a key that is written differently is no key.
     */
    public static List<Evasion> evasions(RuleEngine engine, Collection<Rule> rules) {
        return rules.parallelStream()
                .filter(rule -> rule.mode() != Mode.OFF && rule.category().attack())
                .flatMap(rule -> rule.tests().stream().flatMap(test -> evasions(engine, rule, test).stream()))
                .toList();
    }

    private static List<Evasion> evasions(RuleEngine engine, Rule rule, RuleTest test) {
        if (test.expect() != RuleTest.Expect.MATCH || test.as() != Mutation.PLAIN) return List.of();
        Passage plain = test.passage();
        List<Evasion> evasions = new ArrayList<>();
        for (Mutation mutation : Arrays.asList(Mutation.values())) {
            String written = mutation.apply(plain.text());
            if (written.equals(plain.text())) continue;
            var passage = new Passage(written, plain.role(), "");
            Evidence evidence = evidence(engine, passage);
            evasions.add(new Evasion(rule, test, mutation, matches(rule, evidence),
                    blocks(engine, passage, evidence)));
        }
        return evasions;
    }

    private static boolean blocks(RuleEngine engine, Passage passage, Evidence evidence) {
        return Verdict.assess(new Prompt(List.of(passage)), List.of(evidence), Policy.standard(), engine)
                .decision() == Decision.BLOCK;
    }

    private static boolean matches(Rule rule, Evidence evidence) {
        return evidence.findings().stream().map(Finding::rule).anyMatch(rule.id()::equals);
    }

    private static Evidence evidence(RuleEngine engine, Passage passage) {
        return engine.examine(passage, Trust.APP, Scope.ALL);
    }
}
