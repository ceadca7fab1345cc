package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.Decision;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/** Counts what a change of rules changes. Bounded: of each rule only some references are kept. Not thread-safe. */
final class BacktestReport {
    private static final JsonMapper JSON = new JsonMapper();

    /** What is put down to one rule. */
    private static final class PerRule {
        private long count;
        private final List<String> samples = new ArrayList<>();
    }

    private final int samples;
    private final Map<String, PerRule> blocked = new TreeMap<>();
    private final Map<String, PerRule> passed = new TreeMap<>();
    private final Map<Boolean, long[]> labelled = new TreeMap<>();
    private long all;
    private long before;
    private long after;

    BacktestReport(int samples) {
        this.samples = samples;
    }

    void add(Replayed one) {
        all++;
        if (one.before() == Decision.BLOCK) before++;
        if (one.after() == Decision.BLOCK) after++;
        if (one.newlyBlocked()) count(blocked, one);
        if (one.newlyPassed()) count(passed, one);
        one.label().ifPresent(attack -> {
            long[] counts = labelled.computeIfAbsent(attack, _ -> new long[3]);
            counts[0]++;
            if (one.before() == Decision.BLOCK) counts[1]++;
            if (one.after() == Decision.BLOCK) counts[2]++;
        });
    }

    private void count(Map<String, PerRule> rules, Replayed one) {
        PerRule rule = rules.computeIfAbsent(one.because(), _ -> new PerRule());
        rule.count++;
        if (rule.samples.size() < samples) rule.samples.add(one.reference());
    }

    void print(PrintStream out) {
        out.printf("%d judged; blocked before: %d, after: %d%n", all, before, after);
        print("newly blocked", blocked, out);
        print("newly passed", passed, out);
        labelled.forEach((attack, counts) -> {
            String what = attack ? "attacks found" : "false alarms";
            out.printf("%s before: %s%n", what, new Proportion(counts[1], counts[0]));
            out.printf("%s after:  %s%n", what, new Proportion(counts[2], counts[0]));
        });
    }

    private static void print(String what, Map<String, PerRule> rules, PrintStream out) {
        out.printf("%s: %d%n", what, total(rules));
        rules.forEach((id, rule) -> out.printf("  %s  %d  %s%n", id, rule.count, String.join(" ", rule.samples)));
    }

    private static long total(Map<String, PerRule> rules) {
        return rules.values().stream().mapToLong(rule -> rule.count).sum();
    }

    String json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("judged", all);
        report.put("blockedBefore", before);
        report.put("blockedAfter", after);
        report.put("newlyBlocked", json(blocked));
        report.put("newlyPassed", json(passed));
        share("falseAlarms", false, report);
        share("attacksFound", true, report);
        return JSON.writeValueAsString(report);
    }

    private void share(String name, boolean attack, Map<String, Object> report) {
        long[] counts = labelled.get(attack);
        if (counts == null) return;
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("before", json(new Proportion(counts[1], counts[0])));
        both.put("after", json(new Proportion(counts[2], counts[0])));
        report.put(name, both);
    }

    private static Map<String, Object> json(Proportion proportion) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("hits", proportion.hits());
        fields.put("of", proportion.of());
        fields.put("low", proportion.low());
        fields.put("high", proportion.high());
        return fields;
    }

    private static Map<String, Object> json(Map<String, PerRule> rules) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("count", total(rules));
        Map<String, Object> perRule = new LinkedHashMap<>();
        rules.forEach((id, rule) -> perRule.put(id, Map.of("count", rule.count, "samples", rule.samples)));
        fields.put("rules", perRule);
        return fields;
    }
}
