package io.tokenward.proxy.cli.eval;

import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Prints figures as a table: what it is about, number of texts, shares by rules, model and both in percent. */
final class Report {
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    void print(List<Outcome> outcomes, boolean groups) {
        line("", "texts", "rules", "model", "both");
        for (Label label : Label.values()) {
            Rates.by(only(outcomes, text -> text.label() == label), LabelledText::source)
                    .forEach((source, of) -> source(label, source, of, groups));
        }
        out.println();
        for (Label label : Label.values()) {
            List<Outcome> of = only(outcomes, text -> text.label() == label);
            if (label.attack() && !of.isEmpty()) {
                row("found: " + word(label) + ", each text once", Rates.of(of));
                row("found: " + word(label) + ", each group, then each source once", Rates.overGroupsAndSources(of));
            }
        }
        Rates.by(only(outcomes, text -> text.label().attack()), LabelledText::lang)
                .forEach((lang, of) -> row("found: language " + lang, Rates.of(of)));
        row("false alarms: benign", Rates.of(only(outcomes, text -> text.label() == Label.BENIGN && !text.hard())));
        row("false alarms: hard", Rates.of(only(outcomes, text -> text.label() == Label.BENIGN && text.hard())));
        row("blocked: harmful, without any technique",
                Rates.of(only(outcomes, text -> text.label() == Label.HARMFUL_PLAIN)));
    }

    /** What the model alone finds at equal shares of harmless texts, the hard ones among them. */
    void print(EqualRates rates) {
        if (rates.isEmpty()) return;
        for (double share : EqualRates.SHARES) {
            String about = "found where " + percent(share) + " % of benign and hard texts would be";
            line(about, Integer.toString(rates.attacks().length), "", percent(rates.found(share)), "");
        }
    }

    private void source(Label label, String source, List<Outcome> outcomes, boolean groups) {
        row(word(label) + " " + source, Rates.of(outcomes));
        if (!groups) return;
        Rates.by(outcomes, LabelledText::group).forEach((group, of) -> {
            if (!group.isEmpty()) row("    " + group, Rates.of(of));
        });
    }

    void row(String about, Rates rates) {
        if (rates.texts() == 0) return;
        line(about, Integer.toString(rates.texts()), percent(rates.rules()), percent(rates.model()),
                percent(rates.both()));
    }

    private void line(String about, String texts, String rules, String model, String both) {
        out.printf(Locale.ROOT, "%-62s %7s %7s %7s %7s%n", about, texts, rules, model, both);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f", 100 * share);
    }

    private static String word(Label label) {
        return label.name().toLowerCase(Locale.ROOT);
    }

    private static List<Outcome> only(List<Outcome> outcomes, Predicate<LabelledText> wanted) {
        return outcomes.stream().filter(outcome -> wanted.test(outcome.text())).toList();
    }
}
