package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.Calibration;
import io.tokenward.detectors.injection.Strata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * What models said about harmless texts of one group of roles that were left out of their training, and where lines lie
 * among it.
 */
final class Left {
    /** Lengths of joined texts in characters, and how many of each are made in each fold. */
    private static final int[] LENGTHS = {1 << 10, 4 << 10, 16 << 10, 64 << 10};
    private static final int[] COUNTS = {400, 250, 120, 60};

    private final int group;
    private final List<Scored> single = new ArrayList<>();
    private final Map<Integer, List<Scored>> joined = new TreeMap<>();

    /** A sum of the best window and how much it counts. */
    private record Scored(double best, double weight) {}

    Left(int group) {
        this.group = group;
    }

    /** Adds the sums that {@code model} gives texts that it has not seen, each as it is and many joined. */
    void add(ToDoubleFunction<Document> model, List<Document> out, RandomGenerator random) {
        List<Document> ordinary = out.stream()
                .filter(document -> document.ordinary() && Strata.group(document.stratum) == group)
                .toList();
        Map<String, Long> sizes = ordinary.stream()
                .collect(Collectors.groupingBy(document -> document.example.source(), Collectors.counting()));
        for (Document document : ordinary) {
            // A collection of 3,000 texts says more than one of 30, but not a hundred times as much.
            double weight = 1 / Math.sqrt(sizes.getOrDefault(document.example.source(), 1L));
            single.add(new Scored(model.applyAsDouble(document), weight));
        }
        var texts = LongTexts.of(ordinary, group, random);
        for (int i = 0; i < LENGTHS.length; i++) {
            for (Document document : texts.make(COUNTS[i], LENGTHS[i]))
                joined.computeIfAbsent(LENGTHS[i], _ -> new ArrayList<>())
                        .add(new Scored(model.applyAsDouble(document), 1));
        }
    }

    boolean isEmpty() {
        return single.isEmpty();
    }

    /** What a share of texts reaches that are no longer than the longest window. */
    double line(double share) {
        double line = quantile(single, share);
        List<Scored> shortest = joined.get(LENGTHS[0]);
        return shortest == null ? line : Math.max(line, quantile(shortest, share));
    }

    /** How much that line rises for each doubling of the length. */
    double perLength(double share) {
        double line = line(share);
        double rise = 0;
        for (var length : joined.entrySet()) {
            double doublings = Calibration.doublings(length.getKey());
            if (doublings > 0) rise = Math.max(rise, (quantile(length.getValue(), share) - line) / doublings);
        }
        return rise;
    }

    private static double quantile(List<Scored> scored, double share) {
        Scored[] descending = scored.toArray(new Scored[0]);
        Arrays.sort(descending, (one, other) -> Double.compare(other.best, one.best));
        double left = share * scored.stream().mapToDouble(Scored::weight).sum();
        for (Scored each : descending) {
            left -= each.weight;
            if (left <= 0) return each.best;
        }
        return descending[descending.length - 1].best;
    }
}
