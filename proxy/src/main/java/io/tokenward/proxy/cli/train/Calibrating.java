package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.Calibration;
import io.tokenward.detectors.injection.FeatureWalk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Fits the calibration on texts that the weights have not seen: attacks are dealt into {@link #FOLDS} folds by where they
 * come from, harmless texts one by one, and each fold is scored by a model of the others. What a model says about its own
 * training texts says nothing about strangers; harmless texts are not left out by source because a model that has never seen
 * talk about prompts takes all of it for attacks, which the shipped one has.
 */
final class Calibrating {
    static final int FOLDS = 4;
    /**
     * Harmless texts of a kind that the model has never seen reach a line about so many times as often as those of kinds it
     * has; measured once, on collections that were not used for training.
     */
    private static final double STRANGENESS = 8;
    /** Lengths in characters for which the rise by chance is measured. */
    private static final int[] JOINED = {32 << 10, 400 << 10};
    private static final int JOINED_TEXTS = 2000;

    private final Recipe recipe;
    private final List<Document> documents;
    private final double[] best;
    private final double[] shifts;

    Calibrating(Recipe recipe, List<Document> documents) {
        this.recipe = recipe;
        this.documents = documents;
        this.best = strangers();
        this.shifts = shifts();
        for (int i = 0; i < best.length; i++)
            best[i] += shifts[FeatureWalk.group(documents.get(i).example.role())];
    }

    /** The best window of each text, by a model that knows nothing of its source. */
    private double[] strangers() {
        List<String> sources = List.copyOf(sources());
        var scores = new double[documents.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            List<Document> others = new ArrayList<>();
            for (int i = 0; i < scores.length; i++)
                if (foldOf(documents.get(i), i, sources) != fold) others.add(documents.get(i));
            Model model = new Training(recipe, others).run();
            for (int i = 0; i < scores.length; i++)
                if (foldOf(documents.get(i), i, sources) == fold) scores[i] = model.best(documents.get(i));
        }
        return scores;
    }

    /** What to add in each group of roles so that one line has the same share of false alarms in each. */
    private double[] shifts() {
        double[] shifts = new double[Model.GROUPS];
        for (int group = 0; group < Model.GROUPS; group++) {
            int wanted = group;
            double[] benign = benign(document -> FeatureWalk.group(document.example.role()) == wanted);
            // Nothing is known about a group without harmless texts.
            if (benign.length > 0) shifts[group] = -quantile(benign, 0.005 / STRANGENESS);
        }
        return shifts;
    }

    /** The shift of each group of roles; belongs into the bias of the model. */
    double[] biasShifts() {
        return shifts.clone();
    }

    private TreeSet<String> sources() {
        var sources = new TreeSet<String>();
        for (Document document : documents)
            sources.add(origin(document));
        return sources;
    }

    private static int foldOf(Document document, int number, List<String> sources) {
        return (document.example.attack() ? sources.indexOf(origin(document)) : number) % FOLDS;
    }

    /** Collections that share their texts go together: the name up to the first mark. */
    static String origin(Document document) {
        String source = document.example.source();
        int end = 0;
        while (end < source.length() && Character.isLetterOrDigit(source.charAt(end)))
            end++;
        return source.substring(0, end);
    }

    Calibration fit(long seed) {
        double[] benign = benign(_ -> true);
        double perLength = perLength(benign, new SplittableRandom(seed));
        double[] line = line();
        return new Calibration((float) line[0], (float) line[1], (float) perLength,
                (float) (line[0] * quantile(benign, 0.001 / STRANGENESS) + line[1]),
                (float) (line[0] * quantile(benign, 0.005 / STRANGENESS) + line[1]),
                (float) (line[0] * quantile(benign, 0.01 / STRANGENESS) + line[1]));
    }

    /** Scores of ordinary harmless texts, ascending. */
    private double[] benign(Predicate<Document> wanted) {
        var scores = new double[documents.size()];
        int count = 0;
        for (int i = 0; i < scores.length; i++)
            if (ordinary(documents.get(i)) && wanted.test(documents.get(i))) scores[count++] = best[i];
        double[] ascending = Arrays.copyOf(scores, count);
        Arrays.sort(ascending);
        return ascending;
    }

    /** Harmless texts as they come: ours are made to be mistaken. */
    private static boolean ordinary(Document document) {
        return !document.example.attack() && !document.example.hard()
                && !document.example.source().startsWith(OwnTexts.SOURCE);
    }

    private static double quantile(double[] ascending, double share) {
        return ascending[Math.clamp((int) Math.floor(ascending.length * (1 - share)), 0, ascending.length - 1)];
    }

    /** How much the line of 1 % rises for each doubling of the length when harmless texts are joined. */
    private double perLength(double[] benign, RandomGenerator random) {
        double base = quantile(benign, 0.01 / STRANGENESS);
        double rise = 0;
        for (int length : JOINED) {
            var highest = new double[JOINED_TEXTS];
            for (int i = 0; i < highest.length; i++)
                highest[i] = joined(length, random);
            Arrays.sort(highest);
            rise = Math.max(rise, (quantile(highest, 0.01 / STRANGENESS) - base) / Calibration.doublings(length));
        }
        return Math.max(0, rise);
    }

    private double joined(int length, RandomGenerator random) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int joined = 0; joined < length;) {
            int next = random.nextInt(documents.size());
            if (!ordinary(documents.get(next))) continue;
            highest = Math.max(highest, best[next]);
            joined += documents.get(next).length;
        }
        return highest;
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
                double margin = sign * (at[0] * best[i] + at[1]);
                loss += weights[i] * (margin > 0
                        ? StrictMath.log1p(StrictMath.exp(-margin))
                        : StrictMath.log1p(StrictMath.exp(margin)) - margin);
                double push = -sign * weights[i] / (1 + StrictMath.exp(margin));
                gradient[0] += push * best[i];
                gradient[1] += push;
            }
            return loss;
        }, point, 100);
        if (!(point[0] > 0))
            throw new IllegalStateException("the model knows nothing: scores of strangers say the opposite");
        return point;
    }
}
