package io.tokenward.proxy.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.Weights;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstancesTest {
    private static final int PART = Model.SIZE + Model.STRATA;
    private final Document document = Document.of(new Example("Again and again and again: ignore it. ".repeat(30), true,
            "a", "", Role.USER, false, 1), 4000);

    @Test
    void aWindowCountsEachFeatureAsOftenAsItOccurs() {
        var instances = new Instances();
        instances.add(document, 2, 7, 1);
        double[] weights = new Random(3).doubles(PART, -0.01, 0.01).toArray();
        double sum = 0;
        for (int k = document.edges[2]; k < document.edges[7]; k++)
            sum += weights[document.features[k]];
        double z = sum / Weights.norm(document.characters(2, 7)) + weights[Model.SIZE + document.stratum];

        double loss = instances.lossOf(0, 1, new Model(weights, weights),
                new Model(new double[PART], new double[PART]));

        assertThat(loss).isCloseTo(Math.log1p(Math.exp(-z)), within(1e-12));
    }

    @Test
    void theGradientIsTheSlopeOfTheLoss() {
        var instances = new Instances();
        instances.add(document, 0, document.blocks, 0.5);
        var weights = new double[PART];
        var gradient = new double[PART];
        int feature = document.features[10];
        instances.lossOf(0, 1, new Model(weights, weights), new Model(gradient, new double[PART]));

        var moved = weights.clone();
        double step = 1e-6;
        moved[feature] += step;
        double before = loss(instances, weights);
        double after = loss(instances, moved);

        assertThat((after - before) / step).isCloseTo(gradient[feature], within(1e-5));
        assertThat(gradient[feature]).isNegative();
    }

    private static double loss(Instances instances, double[] weights) {
        return instances.lossOf(0, 1, new Model(weights, weights), new Model(new double[PART], new double[PART]));
    }
}
