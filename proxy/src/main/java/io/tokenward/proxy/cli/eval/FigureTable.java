package io.tokenward.proxy.cli.eval;

import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The figures of an evaluation by what they are about: label, source, group and language.
 *
 * @param rows in the order of a report
 */
record FigureTable(List<Row> rows) {
    /**
     * @param by {@code label}, {@code source}, {@code group}, {@code language} or {@code joined}
     * @param name of it, after its label
     */
    record Row(String by, String label, String name, Rates rates) {}

    FigureTable {
        rows = List.copyOf(rows);
    }

    /** @param joined harmless texts joined to long ones, their lengths as groups */
    static FigureTable of(List<Outcome> outcomes, List<Outcome> joined) {
        List<Row> rows = new ArrayList<>();
        for (Label label : Label.values()) {
            List<Outcome> of = outcomes.stream().filter(one -> one.text().label() == label).toList();
            if (of.isEmpty()) continue;
            add(rows, "label", label, Map.of(label == Label.BENIGN ? "harmless, hard ones too" : "each text once", of));
            if (label.attack())
                rows.add(new Row("label", word(label), "each group, then each source once",
                        Rates.overGroupsAndSources(of)));
            if (label == Label.BENIGN) {
                add(rows, "label", label, Rates.by(of, text -> text.hard() ? "hard" : "not hard"));
            }
            add(rows, "source", label, Rates.by(of, LabelledText::source));
            add(rows, "group", label,
                    Rates.by(of.stream().filter(one -> !one.text().group().isEmpty()).toList(),
                            text -> text.source() + ", " + text.group()));
            add(rows, "language", label, Rates.by(of, LabelledText::lang));
        }
        add(rows, "joined", Label.BENIGN, Rates.by(joined, length()));
        return new FigureTable(rows);
    }

    private static Function<LabelledText, String> length() {
        return text -> text.group() + " characters";
    }

    private static void add(List<Row> rows, String by, Label label, Map<String, List<Outcome>> groups) {
        groups.forEach((name, of) -> rows.add(new Row(by, word(label), name, Rates.of(of))));
    }

    private static String word(Label label) {
        return label.name().toLowerCase(Locale.ROOT);
    }
}
