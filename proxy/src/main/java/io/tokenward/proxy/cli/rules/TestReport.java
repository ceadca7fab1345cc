package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.Mutation;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleTest;
import io.tokenward.rules.RuleTests;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/** What became of tests and evasions, as text or as JSON. */
record TestReport(List<Rule> rules, List<RuleTests.Result> results, List<RuleTests.Evasion> evasions) {
    private static final JsonMapper JSON = new JsonMapper();

    void print(boolean json, PrintStream out) {
        if (json) {
            rules.forEach(rule -> out.println(JSON.writeValueAsString(fields(rule))));
            return;
        }
        for (RuleTests.Result result : results) {
            if (!result.failure().isEmpty())
                out.println(result.test().place() + " " + result.rule().id() + ": " + result.failure());
        }
        if (!evasions.isEmpty()) evasions(out);
        long failed = results.stream().filter(result -> !result.failure().isEmpty()).count();
        long todo = todo().size();
        out.printf("%d rules, %d tests, %d failed%s%n", rules.size(), results.size(), failed,
                todo == 0 ? "" : ", " + todo + " to do");
        todo().stream()
                .filter(RuleTests.Result::matched)
                .forEach(result -> out.println(result.test().place() + " " + result.rule().id()
                        + ": matches what is to do; move it to match"));
    }

    private List<RuleTests.Result> todo() {
        return results.stream().filter(result -> result.test().expect() == RuleTest.Expect.TODO).toList();
    }

    private void evasions(PrintStream out) {
        out.println("evasions missed, by rule:");
        boolean any = false;
        for (Rule rule : rules) {
            List<String> missed = missed(rule);
            if (missed.isEmpty()) continue;
            any = true;
            out.println("  " + rule.id() + "  " + String.join(", ", missed));
        }
        if (!any) out.println("  none");
        out.printf("%-14s %7s %12s %12s%n", "evasion", "texts", "same rule %", "blocked %");
        for (Mutation mutation : Mutation.values())
            row(mutation.word(), evasions.stream().filter(one -> one.as() == mutation).toList(), out);
        row("all", evasions, out);
    }

    private static void row(String name, List<RuleTests.Evasion> of, PrintStream out) {
        if (of.isEmpty()) return;
        out.printf(Locale.ROOT, "%-14s %7d %12.1f %12.1f%n", name, of.size(),
                100.0 * of.stream().filter(RuleTests.Evasion::matched).count() / of.size(),
                100.0 * of.stream().filter(RuleTests.Evasion::blocked).count() / of.size());
    }

    /** Such as {@code leet 1 of 3}: how many texts of the rule are missed in that writing. */
    private List<String> missed(Rule rule) {
        List<String> missed = new ArrayList<>();
        for (Mutation mutation : Mutation.values()) {
            List<RuleTests.Evasion> of = of(rule, mutation);
            long lost = of.stream().filter(one -> !one.matched()).count();
            if (lost > 0) missed.add(mutation.word() + " " + lost + " of " + of.size());
        }
        return missed;
    }

    private List<RuleTests.Evasion> of(Rule rule, Mutation mutation) {
        return evasions.stream().filter(one -> one.rule().id().equals(rule.id()) && one.as() == mutation).toList();
    }

    private Map<String, Object> fields(Rule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", rule.id());
        List<RuleTests.Result> own = results.stream().filter(one -> one.rule().id().equals(rule.id())).toList();
        fields.put("tests", own.size());
        fields.put("failures", own.stream()
                .filter(one -> !one.failure().isEmpty())
                .map(one -> Map.of("place", one.test().place().toString(), "message", one.failure()))
                .toList());
        Map<String, Object> caught = new LinkedHashMap<>();
        for (Mutation mutation : Mutation.values()) {
            List<RuleTests.Evasion> of = of(rule, mutation);
            if (of.isEmpty()) continue;
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("texts", of.size());
            counts.put("matched", of.stream().filter(RuleTests.Evasion::matched).count());
            counts.put("blocked", of.stream().filter(RuleTests.Evasion::blocked).count());
            caught.put(mutation.word(), counts);
        }
        fields.put("evasions", caught);
        return fields;
    }
}
