package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.FeatureWalk;
import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.Weights;
import io.tokenward.detectors.injection.Windows;

/**
 * Weights in full precision, for what is said and for what is read: hashed features, shapes, then a bias for each
 * stratum.
 */
record Model(double[] said, double[] read) {
    static final int SIZE = FeatureWalk.HASHED + FeatureWalk.SHAPES;
    static final int STRATA = Strata.COUNT;

    /** The same with something added to the biases of each group of roles. */
    Model shifted(double[] shifts) {
        double[] shiftedSaid = said.clone();
        double[] shiftedRead = read.clone();
        for (int stratum = 0; stratum < STRATA; stratum++) {
            shiftedSaid[SIZE + stratum] += shifts[Strata.group(stratum)];
            shiftedRead[SIZE + stratum] += shifts[Strata.group(stratum)];
        }
        return new Model(shiftedSaid, shiftedRead);
    }

    /** The sums of all windows. */
    double[] windows(Document document) {
        double[] weights = Strata.isRead(document.example.role()) ? read : said;
        int blocks = document.blocks;
        var before = new double[blocks + 1];
        for (int block = 0; block < blocks; block++) {
            double sum = 0;
            for (int k = document.edges[block]; k < document.edges[block + 1]; k++)
                sum += weights[document.features[k]];
            before[block + 1] = before[block] + sum;
        }
        double bias = weights[SIZE + document.stratum];
        var sums = new double[Windows.count(blocks)];
        for (int i = 0; i < sums.length; i++) {
            int first = Windows.first(i, blocks);
            int end = Windows.end(i, blocks);
            sums[i] = (before[end] - before[first]) / Weights.norm(document.characters(first, end)) + bias;
        }
        return sums;
    }

    /** Where the best window begins and ends, in characters; of an attack whose place is known, the best of those upon it. */
    int[] window(Document document) {
        double[] sums = windows(document);
        int best = -1;
        for (int i = 0; i < sums.length; i++) {
            boolean upon = Windows.first(i, document.blocks) < document.end
                    && Windows.end(i, document.blocks) > document.first;
            if (upon && (best < 0 || sums[i] > sums[best])) best = i;
        }
        return new int[]{Windows.first(best, document.blocks) * Windows.BLOCK,
                Math.min(document.length, Windows.end(best, document.blocks) * Windows.BLOCK)};
    }

    /** The best window's sum. */
    double best(Document document) {
        double best = Double.NEGATIVE_INFINITY;
        for (double sum : windows(document))
            best = Math.max(best, sum);
        return best;
    }

    /** In few bits, as shipped. */
    static Weights quantised(double[] weights) {
        double hashedScale = scale(weights, 0, FeatureWalk.HASHED, 0.9999, Byte.MAX_VALUE);
        double shapeScale = scale(weights, FeatureWalk.HASHED, SIZE, 1, Short.MAX_VALUE);
        var hashed = new byte[FeatureWalk.HASHED];
        for (int i = 0; i < hashed.length; i++) {
            hashed[i] = (byte) Math.clamp(Math.round(weights[i] / hashedScale), -Byte.MAX_VALUE, Byte.MAX_VALUE);
        }
        var shapes = new short[FeatureWalk.SHAPES];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = (short) Math.round(weights[FeatureWalk.HASHED + i] / shapeScale);
        }
        var bias = new float[STRATA];
        for (int i = 0; i < STRATA; i++)
            bias[i] = (float) weights[SIZE + i];
        return new Weights(hashed, (float) hashedScale, shapes, (float) shapeScale, bias);
    }

    /** The few weights beyond {@code quantile} are cut, so that the many are not coarse. */
    private static double scale(double[] weights, int from, int to, double quantile, int steps) {
        var sizes = new double[to - from];
        for (int i = from; i < to; i++)
            sizes[i - from] = Math.abs(weights[i]);
        java.util.Arrays.sort(sizes);
        double largest = sizes[(int) ((sizes.length - 1) * quantile)];
        return Math.max(largest, 1e-9) / steps;
    }
}
