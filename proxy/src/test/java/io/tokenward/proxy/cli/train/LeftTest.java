package io.tokenward.proxy.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokenward.detectors.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LeftTest {
    /** Every feature weighs the same, so that a window says how many features it has. */
    private final Model counting = new Model(weights(), weights());

    @Test
    void theLineLiesWhereItsShareOfTextsReachesIt() {
        var left = new Left(0);
        left.add(counting::best, texts(200), new SplittableRandom(1));

        double atTenPercent = left.line(0.1);
        long above = texts(200).stream().filter(document -> counting.best(document) >= atTenPercent).count();

        assertThat(above).isLessThanOrEqualTo(20);
        assertThat(left.line(0.01)).isGreaterThanOrEqualTo(atTenPercent);
    }

    @Test
    void longTextsRaiseItAsFarAsTheirBestWindowsDo() {
        var left = new Left(0);
        left.add(counting::best, texts(200), new SplittableRandom(1));

        // Many windows of texts that are all alike reach hardly higher than one.
        assertThat(left.perLength(0.1)).isCloseTo(0, within(0.5)).isNotNegative();
    }

    @Test
    void aCollectionCountsByTheRootOfItsSize() {
        List<Document> documents = new ArrayList<>(texts(100));
        Document rare = Document.of(new Example("word ".repeat(40), false, "small", "", Role.USER, false, 1), 4000);
        documents.add(rare);
        var left = new Left(0);

        left.add(counting::best, documents, new SplittableRandom(1));

        // One of 101 texts, but one eleventh of the weight.
        assertThat(left.line(0.09)).isGreaterThanOrEqualTo(counting.best(rare));
    }

    @Test
    void withoutTextsOfItsStratumItIsEmpty() {
        var left = new Left(2);
        left.add(counting::best, texts(10), new SplittableRandom(1));

        assertThat(left.isEmpty()).isTrue();
    }

    private static List<Document> texts(int count) {
        List<Document> texts = new ArrayList<>();
        for (int i = 1; i <= count; i++)
            texts.add(
                    Document.of(new Example("word ".repeat(1 + i % 20), false, "big", "", Role.USER, false, 1), 4000));
        return texts;
    }

    private static double[] weights() {
        var weights = new double[Model.SIZE + Model.STRATA];
        java.util.Arrays.fill(weights, 0, Model.SIZE, 0.01);
        return weights;
    }
}
