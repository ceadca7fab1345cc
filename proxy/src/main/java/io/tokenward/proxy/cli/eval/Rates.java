package io.tokenward.proxy.cli.eval;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Shares of texts that reach the operating point, from 0 to 1.
 *
 * @param texts number of texts
 * @param rules by rules alone
 * @param model by the model alone
 * @param both by both together
 */
public record Rates(int texts, double rules, double model, double both) {

    /** Every text counts once. */
    public static Rates of(List<Outcome> outcomes) {
        double n = Math.max(1, outcomes.size());
        return new Rates(outcomes.size(), outcomes.stream().filter(Outcome::rules).count() / n,
                outcomes.stream().filter(Outcome::model).count() / n,
                outcomes.stream().filter(Outcome::both).count() / n);
    }

    /** Every one of them counts once, however many texts it has. */
    public static Rates mean(Collection<Rates> rates) {
        return new Rates(rates.stream().mapToInt(Rates::texts).sum(), mean(rates, Rates::rules),
                mean(rates, Rates::model),
                mean(rates, Rates::both));
    }

    private static double mean(Collection<Rates> rates, Function<Rates, Double> which) {
        return rates.stream().mapToDouble(which::apply).average().orElse(0);
    }

    /**
     * Attacks come in families that a filter catches as a whole or not at all: each group of a source counts once, then each
     * source.
     */
    public static Rates overGroupsAndSources(List<Outcome> outcomes) {
        return mean(by(outcomes, LabelledText::source).values().stream().map(Rates::overGroups).toList());
    }

    private static Rates overGroups(List<Outcome> source) {
        return mean(by(source, LabelledText::group).values().stream().map(Rates::of).toList());
    }

    /** The outcomes by a property of their texts, in the order of its names. */
    public static Map<String, List<Outcome>> by(List<Outcome> outcomes, Function<LabelledText, String> property) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(outcome -> property.apply(outcome.text()), TreeMap::new,
                        Collectors.toList()));
    }
}
