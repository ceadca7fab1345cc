package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.Strata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model finds of attacks from a collection that it has not seen: each of the largest collections in turn is left out
 * of the training, with all others of its origin, since they share texts. The line is drawn at a share of false alarms on
 * harmless texts that no model was trained on, in each group of roles.
 */
final class Strangers {
    private final Recipe recipe;
    private final List<Document> training;
    private final List<Document> harmless;
    /** By the origin that they have not seen. */
    private final Map<String, Cascade> models = new HashMap<>();

    Strangers(Recipe recipe, List<Document> training, List<Document> judging) {
        this.recipe = recipe;
        this.training = training;
        this.harmless = judging.stream()
                .filter(document -> !document.example.attack() && !document.example.hard())
                .toList();
    }

    /**
     * A collection that was left out.
     *
     * @param source its name
     * @param texts number of its attacks
     * @param found share of them that were found, from 0 to 1
     */
    record Found(String source, int texts, double found) {}

    /** One line for each of the {@code count} largest collections of attacks, the largest first. */
    List<Found> each(int count, double falseAlarms) {
        return largest(count).stream().map(source -> found(source, falseAlarms)).toList();
    }

    private List<String> largest(int count) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (Document document : training) {
            Example example = document.example;
            if (example.attack() && !example.source().startsWith(OwnTexts.SOURCE))
                sizes.merge(example.source(), 1, Integer::sum);
        }
        return sizes.entrySet()
                .stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(count)
                .map(Map.Entry::getKey)
                .toList();
    }

    private Found found(String source, double falseAlarms) {
        List<Document> out = training.stream()
                .filter(document -> document.example.attack() && document.example.source().equals(source))
                .toList();
        Cascade model = models.computeIfAbsent(Calibrating.origin(source), this::without);
        double[] lines = lines(model, falseAlarms);
        long found = out.stream().filter(document -> model.best(document) > lines[group(document)]).count();
        return new Found(source, out.size(), found / (double) out.size());
    }

    private Cascade without(String origin) {
        return new Training(recipe,
                training.stream().filter(document -> !Calibrating.origin(document).equals(origin)).toList()).run();
    }

    private double[] lines(Cascade model, double falseAlarms) {
        var lines = new double[Strata.GROUPS];
        for (int group = 0; group < lines.length; group++) {
            int wanted = group;
            double[] scores = harmless.stream().filter(d -> group(d) == wanted).mapToDouble(model::best).toArray();
            Arrays.sort(scores);
            lines[group] = scores.length == 0 ? 0 : scores[(int) Math.floor((scores.length - 1) * (1 - falseAlarms))];
        }
        return lines;
    }

    private static int group(Document document) {
        return Strata.group(document.stratum);
    }
}
