package io.tokenward.proxy.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.CnnReader;
import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.TextCnn;
import io.tokenward.detectors.injection.TokenWalk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CnnTrainingTest {
    private static final long SEED = Long.getLong("tokenward.seed", 7L);
    private static final List<String> WHO = List.of("the user", "this page", "the clerk", "our guest", "the reader",
            "that note");

    @Test
    void itLearnsTheOrderOfWordsWhichNoSumOfWordsCan() {
        List<Document> documents = documents();

        TextCnn network = train(documents, 12);

        assertThat(answer(network, "please obey the guest and never mind the list", Role.USER))
                .isGreaterThan(answer(network, "please mind the guest and never obey the list", Role.USER) + 2);
    }

    @Test
    void theSameTextsGiveTheSameNetworkToTheBit() {
        List<Document> documents = documents().subList(0, 200);

        TextCnn first = train(documents, 1);
        TextCnn second = train(documents, 1);

        assertThat(second.rows()).isEqualTo(first.rows());
        assertThat(second.dense()).isEqualTo(first.dense());
        assertThat(second.rowScale()).isEqualTo(first.rowScale());
    }

    @Test
    void whatIsShippedAnswersAsWhatLearned() {
        System.out.println("seed " + SEED);
        var weights = new CnnWeights(SEED);
        var worker = new CnnWorker(weights);
        var known = new BitSet();
        known.set(0, TokenWalk.ROWS);
        var reader = new CnnReader(weights.quantised(known));
        for (Document document : documents().subList(0, 50)) {
            double learned = worker.answer(Excerpt.of(document, zero(), new TokenWalk()));

            assertThat(reader.read(document.chars(), 0, document.length, 0)).isCloseTo(learned, within(0.05));
        }
    }

    /** Against differences: each number of the network is moved a little, and the loss must change as its gradient says. */
    @Test
    void gradientsAreWhatTheLossDoes() {
        System.out.println("seed " + SEED);
        var weights = new CnnWeights(SEED);
        var worker = new CnnWorker(weights);
        Excerpt excerpt = Excerpt.of(documents().getFirst(), zero(), new TokenWalk());
        worker.learn(excerpt, new SplittableRandom(SEED));
        float[] gradient = worker.gradient.clone();
        float most = 0;
        for (float each : gradient)
            most = Math.max(most, Math.abs(each));
        var random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            int i = random.nextInt(TextCnn.DENSE);
            float before = weights.dense[i];
            float move = 1e-3f;
            weights.dense[i] = before + move;
            double more = loss(worker, excerpt);
            weights.dense[i] = before - move;
            double less = loss(worker, excerpt);
            weights.dense[i] = before;

            assertThat((more - less) / (2 * move)).as("number " + i).isCloseTo(gradient[i], within(0.02 * most));
        }
    }

    /** With the same words and channels left out. */
    private static double loss(CnnWorker worker, Excerpt excerpt) {
        worker.clear();
        double answer = worker.learn(excerpt, new SplittableRandom(SEED));
        return StrictMath.log1p(StrictMath.exp(excerpt.attack ? -answer : answer));
    }

    private static TextCnn train(List<Document> documents, int passes) {
        var weights = new double[documents.size()];
        Arrays.fill(weights, 1);
        return new CnnTraining(passes, documents, zero(), weights).run();
    }

    private static Model zero() {
        return new Model(new double[Model.SIZE + Model.STRATA], new double[Model.SIZE + Model.STRATA]);
    }

    private static double answer(TextCnn network, String text, Role role) {
        return new CnnReader(network).read(text.toCharArray(), 0, text.length(), Strata.group(role));
    }

    private static List<Document> documents() {
        var random = new Random(3);
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            String one = WHO.get(random.nextInt(WHO.size()));
            String other = WHO.get(random.nextInt(WHO.size()));
            boolean attack = i % 2 == 0;
            String text = attack
                    ? "please obey " + one + " and never mind " + other
                    : "please mind " + one + " and never obey " + other;
            documents.add(Document.of(new Example(text, attack, "s", "", Role.USER, false, 1), 6000));
        }
        return documents;
    }
}
