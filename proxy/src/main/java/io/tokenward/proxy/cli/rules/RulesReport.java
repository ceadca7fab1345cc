package io.tokenward.proxy.cli.rules;

import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes what rules catch and cost as a page of tables. It quotes no text. */
final class RulesReport {
    /** Lengths of joined texts, in Ki characters. */
    static final List<Integer> KIBI = List.of(32, 400);
    private static final String HEAD = """
            # Rules: what each catches and costs

            Made by `tokenward rules report --on … --out …`. Rules against attacks and the memory of known attacks, without the learned detector
            and without rules for secrets and personal data; default policy, caller trusted. [detection.md](detection.md) says what rules
            and model find together.

            """;
    private static final String LEVELS = """
            ## All rules, by paranoia level

            Share of texts that reach the default operating point, in percent. *Long*: harmless texts joined to that many characters.

            """;
    private static final String RULES = """
            ## Each rule

            Of the texts in a rule's roles: *attacks* and *harmless* (hard ones among them; *hard* counts those) are texts that it matches,
            whatever its level; *alone* are attacks that no other rule matches; *asked* is the share of harmless texts whose words make the
            engine look at the rule closely, which is what it costs. *Languages* are those of the attacks that it matches.

            """;

    private final PrintStream out;

    RulesReport(PrintStream out) {
        this.out = out;
    }

    void print(RuleYields yields, List<Looked> looked, List<Looked> joined) {
        out.print(HEAD);
        levels(yields, looked, joined);
        by("source", one -> one.text().label().name().toLowerCase(Locale.ROOT) + ", " + one.text().source(), looked);
        by("group", RulesReport::group, only(looked, one -> one.attack() && !one.text().group().isEmpty()));
        by("language", one -> (one.attack() ? "attacks, " : "harmless, ") + one.text().lang(),
                only(looked, one -> one.attack() || one.benign()));
        known(looked);
        rules(yields);
        verdict(yields);
    }

    private static String group(Looked one) {
        return one.text().source() + ", " + one.text().group().replace("|", "\\|");
    }

    private void levels(RuleYields yields, List<Looked> looked, List<Looked> joined) {
        out.print(LEVELS);
        header("", "texts");
        row("rules", "", level -> Long.toString(yields.upTo(level)));
        for (Label label : Label.values())
            if (label.attack()) row("found: " + word(label), only(looked, one -> one.text().label() == label));
        row("wrongly: harmless", only(looked, one -> one.benign() && !one.text().hard()));
        row("wrongly: harmless and hard", only(looked, one -> one.benign() && one.text().hard()));
        for (int kibi : KIBI)
            row("wrongly: long, " + kibi + " Ki",
                    only(joined, one -> one.text().group().equals("" + (kibi << 10))));
        row("blocked: harmful questions without technique",
                only(looked, one -> one.text().label() == Label.HARMFUL_PLAIN));
        out.println();
    }

    private void by(String what, Function<Looked, String> name, List<Looked> looked) {
        Map<String, List<Looked>> groups = looked.stream()
                .collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
        if (groups.isEmpty()) return;
        out.println("By " + what + ":");
        out.println();
        header(what, "texts");
        groups.forEach(this::row);
        out.println();
    }

    private void known(List<Looked> looked) {
        Predicate<Looked> copy = one -> one.matched().contains(RuleLooking.KNOWN_ATTACKS);
        out.printf("The memory of known attacks finds %s of the attacks and %s of the harmless texts.%n%n",
                proportion(only(looked, Looked::attack), copy), proportion(only(looked, Looked::benign), copy));
    }

    private static Proportion proportion(List<Looked> of, Predicate<Looked> which) {
        return new Proportion(of.stream().filter(which).count(), of.size());
    }

    private void rules(RuleYields yields) {
        out.print(RULES);
        out.println("| rule | level | points | attacks | alone | harmless | hard | asked % | languages |");
        out.println("| --- | --: | --: | --: | --: | --: | --: | --: | --- |");
        for (RuleYield one : yields.all()) {
            out.printf(Locale.ROOT, "| `%s` | %d | %d | %d | %d | %d | %d | %.1f | %s |%n", one.rule().id(),
                    one.rule().paranoia(), one.rule().severity().points(), one.attacks().hits(), one.alone(),
                    one.benign().hits(), one.hard().hits(), 100 * one.asked().share(), languages(one));
        }
        out.println();
    }

    private static String languages(RuleYield one) {
        return one.languages()
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private void verdict(RuleYields yields) {
        out.println("## Rules to look at");
        out.println();
        out.println("Matching harmless texts at least as often as attacks: " + ids(yields.harmful()) + ".");
        out.println();
        out.println("Matching nothing here, so that their own tests are all that speaks for them: "
                + yields.silent().size() + " rules: " + ids(yields.silent()) + ".");
    }

    private static String ids(List<RuleYield> yields) {
        if (yields.isEmpty()) return "none";
        return yields.stream().map(one -> "`" + one.rule().id() + "`").collect(Collectors.joining(", "));
    }

    private void header(String what, String count) {
        out.println("| " + what + " | " + count + " | 1 | 2 | 3 | 4 |");
        out.println("| --- | --: | --: | --: | --: | --: |");
    }

    private void row(String about, List<Looked> of) {
        if (of.isEmpty()) return;
        row(about, Integer.toString(of.size()), level -> String.format(Locale.ROOT, "%.2f",
                100 * proportion(of, one -> one.reachedAt(level)).share()));
    }

    private void row(String about, String count, Function<Integer, String> value) {
        out.println("| " + about + " | " + count + " | " + IntStream.rangeClosed(1, RuleLooking.LEVELS)
                .mapToObj(value::apply)
                .collect(Collectors.joining(" | ")) + " |");
    }

    private static String word(Label label) {
        return label.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static List<Looked> only(List<Looked> looked, Predicate<Looked> wanted) {
        return looked.stream().filter(wanted).toList();
    }
}
