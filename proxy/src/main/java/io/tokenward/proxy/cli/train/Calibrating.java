package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.Calibration;
import io.tokenward.detectors.injection.Strata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Fits the calibration on texts that the weights have not seen: attacks and ordinary harmless texts are dealt into
 * {@link #FOLDS} folds by where they come from, and each fold is scored by a model of the others. What a model says about its
 * own training texts says nothing about strangers. Hard texts and ours are dealt one by one: a model that has never seen talk
 * about prompts takes all of it for attacks, which the shipped one has.
 */
final class Calibrating {
    static final int FOLDS = 4;
    /**
     * By group of roles, lines are drawn at the nominal share times this: our collections are few and each has a kind of text
     * that no other has, so a model without one of them is wrong about it more often than the shipped one about something new;
     * and most of all about documents, of which there are only three. Measured on collections that were not used for training.
     */
    private static final double[] STRANGENESS = {2, 18, 7};

    private final Recipe recipe;
    private final List<Document> documents;
    private final double[] best;
    private final Left[] left = new Left[Strata.GROUPS];
    private final double[] shifts = new double[Strata.GROUPS];

    Calibrating(Recipe recipe, List<Document> documents, long seed) {
        this.recipe = recipe;
        this.documents = documents;
        for (int group = 0; group < Strata.GROUPS; group++)
            left[group] = new Left(group);
        this.best = strangers(new SplittableRandom(seed));
        for (int group = 0; group < Strata.GROUPS; group++) {
            // Nothing is known about a group without harmless texts.
            if (!left[group].isEmpty()) shifts[group] = -left[group].line(0.005 * STRANGENESS[group]);
        }
    }

    /** The best window of each text, by a model that knows nothing of its source. */
    private double[] strangers(RandomGenerator random) {
        List<String> sources = List.copyOf(sources());
        var scores = new double[documents.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Document> others = new ArrayList<>();
            List<Document> out = new ArrayList<>();
            for (int i = 0; i < scores.length; i++)
                (foldOf(documents.get(i), i, sources) == fold ? out : others).add(documents.get(i));
            Cascade model = new Training(recipe, others).run();
            for (int i = 0; i < scores.length; i++)
                if (foldOf(documents.get(i), i, sources) == fold) scores[i] = model.best(documents.get(i));
            for (Left each : left)
                each.add(model::best, out, random);
        }
        return scores;
    }

    /**
     * What to add to the biases of each group of roles so that one line has the same share of false alarms in each. How far
     * texts in signs are from those in letters the training says, which has seen both; the few collections of them do not.
     */
    double[] biasShifts() {
        return shifts.clone();
    }

    private TreeSet<String> sources() {
        var sources = new TreeSet<String>();
        for (Document document : documents)
            sources.add(hand(document));
        return sources;
    }

    private static int foldOf(Document document, int number, List<String> sources) {
        boolean byOrigin = document.example.attack() || document.ordinary();
        return (byOrigin ? sources.indexOf(hand(document)) : number) % FOLDS;
    }

    /** Each family of our attacks is one: without all of them a model knows little of most languages. */
    private static String hand(Document document) {
        boolean ours = document.example.source().startsWith(OwnTexts.SOURCE);
        return ours && document.example.attack() ? document.example.source() : origin(document);
    }

    /** Collections that share their texts go together: the name up to the first mark. */
    static String origin(Document document) {
        return origin(document.example.source());
    }

    static String origin(String source) {
        int end = 0;
        while (end < source.length() && Character.isLetterOrDigit(source.charAt(end)))
            end++;
        return source.substring(0, end);
    }

    Calibration fit() {
        double perLength = 0;
        for (int group = 0; group < Strata.GROUPS; group++)
            if (!left[group].isEmpty())
                perLength = Math.max(perLength, left[group].perLength(0.005 * STRANGENESS[group]));
        double[] line = line();
        return new Calibration((float) line[0], (float) line[1], (float) perLength,
                (float) (line[0] * above(0.001) + line[1]), (float) line[1],
                (float) (line[0] * above(0.01) + line[1]));
    }

    /** How far the line for that share of false alarms lies above the one for half a percent. */
    private double above(double share) {
        double above = Double.NEGATIVE_INFINITY;
        for (int group = 0; group < Strata.GROUPS; group++)
            if (!left[group].isEmpty())
                above = Math.max(above, left[group].line(share * STRANGENESS[group]) + shifts[group]);
        return above;
    }

    /** Slope and offset of the log-odds; sources weigh as they do in training. */
    private double[] line() {
        double[] weights = Training.weights(recipe, documents);
        var point = new double[]{1, 0};
        new Lbfgs().minimise((at, gradient) -> {
            double loss = 0;
            Arrays.fill(gradient, 0);
            for (int i = 0; i < best.length; i++) {
                double sign = documents.get(i).example.attack() ? 1 : -1;
                double sum = best[i] + shifts[Strata.group(documents.get(i).stratum)];
                double margin = sign * (at[0] * sum + at[1]);
                loss += weights[i] * (margin > 0
                        ? StrictMath.log1p(StrictMath.exp(-margin))
                        : StrictMath.log1p(StrictMath.exp(margin)) - margin);
                double push = -sign * weights[i] / (1 + StrictMath.exp(margin));
                gradient[0] += push * sum;
                gradient[1] += push;
            }
            return loss;
        }, point, 100);
        if (!(point[0] > 0))
            throw new IllegalStateException("the model knows nothing: scores of strangers say the opposite");
        return point;
    }
}
