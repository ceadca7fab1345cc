package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.Weights;
import java.util.Arrays;

/** Windows of documents with their weights: what one round of training sees. Grows by {@link #add}, then only read. */
final class Instances {
    /** A feature takes so many bits of a number, how often it occurs the others. */
    private static final int FEATURE_BITS = 19;
    private static final int FEATURE = (1 << FEATURE_BITS) - 1;
    private static final int MOST = (1 << Integer.SIZE - FEATURE_BITS - 1) - 1;

    private Document[] documents = new Document[1024];
    /** Each feature once, ascending, so that weights are read in the order in which they lie in memory. */
    private int[][] counted = new int[1024][];
    private double[] factor = new double[1024];
    private double[] weight = new double[1024];
    private int count;

    void add(Document document, int firstBlock, int endBlock, double weight) {
        if (count == documents.length) grow();
        documents[count] = document;
        counted[count] = counted(Arrays.copyOfRange(document.features, document.edges[firstBlock],
                document.edges[endBlock]));
        factor[count] = 1 / Weights.norm(document.characters(firstBlock, endBlock));
        this.weight[count] = weight;
        count++;
    }

    private static int[] counted(int[] features) {
        Arrays.sort(features);
        int distinct = 0;
        for (int i = 0; i < features.length;) {
            int feature = features[i];
            int first = i;
            while (i < features.length && features[i] == feature)
                i++;
            features[distinct++] = Math.min(i - first, MOST) << FEATURE_BITS | feature;
        }
        return Arrays.copyOf(features, distinct);
    }

    private void grow() {
        int size = 2 * count;
        documents = Arrays.copyOf(documents, size);
        counted = Arrays.copyOf(counted, size);
        factor = Arrays.copyOf(factor, size);
        weight = Arrays.copyOf(weight, size);
    }

    int count() {
        return count;
    }

    double totalWeight() {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += weight[i];
        return sum;
    }

    /**
     * Adds loss and gradient of the instances from {@code first} to before {@code end}; the bias stands behind the weights.
     *
     * @param weights the effective ones
     * @param gradients by the effective ones
     */
    double lossOf(int first, int end, Model weights, Model gradients) {
        double loss = 0;
        for (int i = first; i < end; i++) {
            int[] features = counted[i];
            boolean read = Strata.isRead(documents[i].example.role());
            double[] effective = read ? weights.read() : weights.said();
            double[] gradient = read ? gradients.read() : gradients.said();
            int bias = Model.SIZE + documents[i].stratum;
            double sum = 0;
            for (int each : features)
                sum += (each >>> FEATURE_BITS) * effective[each & FEATURE];
            double z = sum * factor[i] + effective[bias];
            double margin = documents[i].example.attack() ? z : -z;
            double miss = 1 / (1 + StrictMath.exp(margin));
            loss += weight[i] * (margin > 0
                    ? StrictMath.log1p(StrictMath.exp(-margin))
                    : StrictMath.log1p(StrictMath.exp(margin)) - margin);
            double push = (documents[i].example.attack() ? -miss : miss) * weight[i];
            gradient[bias] += push;
            push *= factor[i];
            for (int each : features)
                gradient[each & FEATURE] += (each >>> FEATURE_BITS) * push;
        }
        return loss;
    }
}
