package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.FeatureWalk;
import io.tokenward.detectors.injection.Weights;
import java.util.Arrays;

/** Windows of documents with their weights: what one round of training sees. Grows by {@link #add}, then only read. */
final class Instances {
    private Document[] documents = new Document[1024];
    private int[] from = new int[1024];
    private int[] to = new int[1024];
    private double[] factor = new double[1024];
    private double[] weight = new double[1024];
    private int count;

    void add(Document document, int firstBlock, int endBlock, double weight) {
        if (count == documents.length) grow();
        documents[count] = document;
        from[count] = document.edges[firstBlock];
        to[count] = document.edges[endBlock];
        factor[count] = 1 / Weights.norm(document.characters(firstBlock, endBlock));
        this.weight[count] = weight;
        count++;
    }

    private void grow() {
        int size = 2 * count;
        documents = Arrays.copyOf(documents, size);
        from = Arrays.copyOf(from, size);
        to = Arrays.copyOf(to, size);
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
            int[] features = documents[i].features;
            boolean read = FeatureWalk.isRead(documents[i].example.role());
            double[] effective = read ? weights.read() : weights.said();
            double[] gradient = read ? gradients.read() : gradients.said();
            int bias = Model.SIZE + FeatureWalk.group(documents[i].example.role());
            double sum = 0;
            for (int k = from[i]; k < to[i]; k++)
                sum += effective[features[k]];
            double z = sum * factor[i] + effective[bias];
            double margin = documents[i].example.attack() ? z : -z;
            double miss = 1 / (1 + StrictMath.exp(margin));
            loss += weight[i] * (margin > 0
                    ? StrictMath.log1p(StrictMath.exp(-margin))
                    : StrictMath.log1p(StrictMath.exp(margin)) - margin);
            double push = (documents[i].example.attack() ? -miss : miss) * weight[i];
            gradient[bias] += push;
            push *= factor[i];
            for (int k = from[i]; k < to[i]; k++)
                gradient[features[k]] += push;
        }
        return loss;
    }
}
