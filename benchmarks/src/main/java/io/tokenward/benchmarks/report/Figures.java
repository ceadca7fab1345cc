package io.tokenward.benchmarks.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Figures of all rounds, and the table they make. Not thread-safe. */
public final class Figures {
    private final Map<String, Map<Variant, List<Double>>> rows = new LinkedHashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();

    /** One figure of one round. Each variant of a row gets one a round, {@code NaN} where there is none. */
    public void add(String row, Variant variant, double value) {
        rows.computeIfAbsent(row, _ -> new EnumMap<>(Variant.class))
                .computeIfAbsent(variant, _ -> new ArrayList<>())
                .add(value);
    }

    /** What a reader has to know beside the figures; said once, however often it is added. */
    public void note(String text) {
        notes.add(text);
    }

    /** The table in Markdown: medians, and behind the dot the median and range of the ratios to the bare relay. */
    public String markdown() {
        var text = new StringBuilder("| |");
        for (Variant variant : Variant.values())
            text.append(' ').append(variant.title).append(" |");
        text.append("\n| --- |").append(" ---: |".repeat(Variant.values().length)).append('\n');
        rows.forEach((name, row) -> {
            text.append("| ").append(name).append(" |");
            for (Variant variant : Variant.values())
                text.append(' ').append(cell(row, variant)).append(" |");
            text.append('\n');
        });
        if (!notes.isEmpty()) text.append('\n');
        notes.forEach(note -> text.append("* ").append(note).append('\n'));
        return text.toString();
    }

    private static String cell(Map<Variant, List<Double>> row, Variant variant) {
        List<Double> all = row.getOrDefault(variant, List.of());
        double[] values = numbers(all);
        if (values.length == 0) return "";
        String median = shown(median(values));
        if (variant == Variant.BARE) return median;
        double[] ratios = ratios(all, row.getOrDefault(Variant.BARE, List.of()));
        if (ratios.length == 0) return median;
        String range = ratios.length == 1 ? "" : " [" + shown(ratios[0]) + "–" + shown(ratios[ratios.length - 1]) + "]";
        return median + " · **" + shown(median(ratios)) + "**" + range;
    }

    /** Round by round, so that what disturbed a whole round disturbs no ratio. Sorted. */
    private static double[] ratios(List<Double> values, List<Double> ruler) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(values.size(), ruler.size()); i++)
            if (ruler.get(i) > 0) ratios.add(values.get(i) / ruler.get(i));
        return numbers(ratios);
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).sorted().toArray();
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Three significant digits. */
    static String shown(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
