package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.TextCnn;
import io.tokenward.detectors.injection.TokenWalk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Fits the network to excerpts of the texts that the linear model learns from, which count as they do there: in each pass a text
 * is read so many times as it weighs. The same texts give the same network to the bit, however many threads there are.
 */
final class CnnTraining {
    /** An excerpt is learned by one of so many workers, of fixed turns. */
    private static final int WORKERS = 4;
    private static final int BATCH = 32;
    /** Any number. */
    private static final long SEED = 7;
    /** A row of fewer excerpts says more of them than of attacks. */
    private static final int LEAST_EXCERPTS = 5;
    /** Excerpts read in a pass, as a share of all texts. */
    private static final double READ = 0.7;
    private static final double MOST_TIMES = 8;
    private static final float SLOW_STEPS = 200;
    private static final float PACE_LOST = 0.95f;
    /** Of the first characters of a text one in so many makes it one of other letters. */
    private static final int OTHER_LETTERS_FROM = 50;
    private static final int LOOKED_AT = 300;

    private final int passes;
    private final List<Excerpt> excerpts = new ArrayList<>();
    private final double[] times;
    private final BitSet known = new BitSet(TokenWalk.ROWS);

    /**
     * Reads the texts.
     *
     * @param linear chooses what is read of a long one
     * @param weights of the documents
     */
    CnnTraining(int passes, List<Document> documents, Model linear, double[] weights) {
        this.passes = passes;
        var walk = new TokenWalk();
        var all = new ArrayList<Double>();
        for (int i = 0; i < weights.length; i++) {
            excerpts.add(Excerpt.of(documents.get(i), linear, walk));
            all.add(weights[i]);
        }
        for (int i = 0; i < weights.length; i++) {
            if (!isInOtherLetters(documents.get(i))) continue;
            excerpts.add(Excerpt.of(documents.get(i), linear, walk, Strata.group(Role.DOCUMENT)));
            all.add(weights[i]);
        }
        double sum = all.stream().mapToDouble(Double::doubleValue).sum();
        double each = READ * excerpts.size() / sum;
        times = all.stream().mapToDouble(weight -> Math.min(MOST_TIMES, weight * each)).toArray();
        know();
    }

    /**
     * Harmless, said, and in letters beyond ASCII: there are few documents in them but attacks, and a language must not become a
     * sign of one.
     */
    private static boolean isInOtherLetters(Document document) {
        if (document.example.attack() || Strata.group(document.example.role()) != Strata.group(Role.USER)) return false;
        String text = document.example.text();
        int length = Math.min(LOOKED_AT, text.length());
        long others = text.substring(0, length)
                .chars()
                .filter(c -> c > 127 && Character.isLetter(c) && !Character.isIdeographic(c))
                .count();
        return others * OTHER_LETTERS_FROM >= length;
    }

    private void know() {
        var counts = new int[TokenWalk.ROWS];
        var latest = new int[TokenWalk.ROWS];
        Arrays.fill(latest, -1);
        for (int i = 0; i < excerpts.size(); i++) {
            for (int row : excerpts.get(i).rows()) {
                if (latest[row] == i) continue;
                latest[row] = i;
                if (++counts[row] == LEAST_EXCERPTS) known.set(row);
            }
        }
        excerpts.forEach(excerpt -> excerpt.keep(known));
    }

    TextCnn run() {
        var weights = new CnnWeights(SEED);
        List<CnnWorker> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++)
            workers.add(new CnnWorker(weights));
        var random = new SplittableRandom(SEED);
        for (int pass = 0; pass < passes; pass++) {
            List<Excerpt> order = order(random);
            int steps = (order.size() + BATCH - 1) / BATCH;
            for (int step = 0; step < steps; step++) {
                learn(workers, order.subList(step * BATCH, Math.min(order.size(), (step + 1) * BATCH)), random);
                float done = (pass + step / (float) steps) / passes;
                float begun = Math.min(1, (pass * (float) steps + step) / SLOW_STEPS);
                weights.step(workers, begun * (1 - PACE_LOST * done));
            }
        }
        return weights.quantised(known);
    }

    private List<Excerpt> order(SplittableRandom random) {
        List<Excerpt> order = new ArrayList<>();
        for (int i = 0; i < times.length; i++)
            order.addAll(Collections.nCopies((int) (times[i] + random.nextDouble()), excerpts.get(i)));
        Collections.shuffle(order, new Random(random.nextLong()));
        return order;
    }

    private static void learn(List<CnnWorker> workers, List<Excerpt> batch, SplittableRandom random) {
        var randoms = new SplittableRandom[WORKERS];
        Arrays.setAll(randoms, _ -> random.split());
        IntStream.range(0, WORKERS).parallel().forEach(first -> {
            for (int i = first; i < batch.size(); i += WORKERS)
                workers.get(first).learn(batch.get(i), randoms[first]);
        });
    }
}
