package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.TextCnn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Reads excerpts as {@link io.tokenward.detectors.injection.CnnReader} does, and gathers which way each number would have to move
 * for a better answer. Words and channels are left out at random, so that no answer hangs on one of them (Srivastava and others,
 * Dropout, 2014). One thread's.
 */
final class CnnWorker {
    private static final int D = TextCnn.DIMENSION;
    private static final int H = TextCnn.CHANNELS;
    private static final double DROPPED_WORDS = 0.15;
    private static final double DROPPED_CHANNELS = 0.3;
    /** So many of the harmless excerpts lose most of their words: what is not known is no sign of an attack. */
    private static final double STRANGE = 0.1;
    private static final double LEAST_STRANGE = 0.3;

    /** Of {@link CnnWeights#dense}. */
    final float[] gradient = new float[TextCnn.DENSE];
    final List<Pushed> pushed = new ArrayList<>();

    private final CnnWeights weights;
    private final float[] embedded = new float[(TextCnn.EXCERPT + 2) * D];
    private final float[] embeddedPush = new float[(TextCnn.EXCERPT + 2) * D];
    private final float[] middle = new float[(TextCnn.EXCERPT + 4) * H];
    private final float[] middlePush = new float[(TextCnn.EXCERPT + 4) * H];
    private final float[] last = new float[TextCnn.EXCERPT * H];
    private final int[] largestAt = new int[H];
    private final float[] pooled = new float[2 * H];
    private final float[] pooledPush = new float[2 * H];
    private final float[] kept = new float[2 * H];
    private final float[] push = new float[H];

    /** Which way the embeddings of an excerpt's tokens would have to move. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Pushed(Excerpt excerpt, float[] gradient, boolean[] dropped) {}

    CnnWorker(CnnWeights weights) {
        this.weights = weights;
    }

    void clear() {
        Arrays.fill(gradient, 0);
        pushed.clear();
    }

    /** The answer without anything left out. */
    double answer(Excerpt excerpt) {
        Arrays.fill(kept, 1);
        return forward(excerpt, new boolean[excerpt.ends.length]);
    }

    /** Gives the answer with some words and channels left out. */
    double learn(Excerpt excerpt, SplittableRandom random) {
        int tokens = excerpt.ends.length;
        double rate = !excerpt.attack && random.nextDouble() < STRANGE
                ? LEAST_STRANGE + (1 - LEAST_STRANGE) * random.nextDouble()
                : DROPPED_WORDS;
        var dropped = new boolean[tokens];
        for (int token = 0; token < tokens; token++)
            dropped[token] = random.nextDouble() < rate;
        for (int i = 0; i < kept.length; i++)
            kept[i] = random.nextDouble() < DROPPED_CHANNELS ? 0 : (float) (1 / (1 - DROPPED_CHANNELS));
        double answer = forward(excerpt, dropped);
        double miss = 1 / (1 + StrictMath.exp(-answer)) - (excerpt.attack ? 1 : 0);
        backHead(excerpt, (float) miss);
        backSecond(tokens);
        backFirst(tokens);
        pushed.add(new Pushed(excerpt, Arrays.copyOfRange(embeddedPush, D, (tokens + 1) * D), dropped));
        return answer;
    }

    private double forward(Excerpt excerpt, boolean[] dropped) {
        int tokens = excerpt.ends.length;
        embed(excerpt, dropped);
        first(tokens);
        second(tokens);
        float[] dense = weights.dense;
        int head = TextCnn.HEADS + excerpt.group * TextCnn.HEAD;
        double sum = dense[head + 2 * H];
        for (int i = 0; i < 2 * H; i++)
            sum += dense[head + i] * pooled[i] * kept[i];
        return sum;
    }

    private void embed(Excerpt excerpt, boolean[] dropped) {
        Arrays.fill(embedded, 0, (excerpt.ends.length + 2) * D, 0);
        int from = 0;
        for (int token = 0; token < dropped.length; token++) {
            int end = excerpt.ends[token];
            if (end > from && !dropped[token]) {
                int to = (token + 1) * D;
                float scale = 1 / (float) Math.sqrt(end - from);
                for (int i = from; i < end; i++)
                    TextCnn.add(scale, weights.rows, excerpt.row(i) * D, embedded, to, D);
            }
            from = end;
        }
    }

    private void first(int tokens) {
        float[] dense = weights.dense;
        Arrays.fill(middle, 0, 2 * H, 0);
        Arrays.fill(middle, (tokens + 2) * H, (tokens + 4) * H, 0);
        for (int token = 0; token < tokens; token++) {
            int to = (token + 2) * H;
            System.arraycopy(dense, TextCnn.BIAS_1, middle, to, H);
            for (int i = 0; i < TextCnn.WIDTH * D; i++)
                TextCnn.add(embedded[token * D + i], dense, TextCnn.CONVOLUTION_1 + i * H, middle, to, H);
            for (int i = to; i < to + H; i++)
                middle[i] = Math.max(0, middle[i]);
        }
    }

    private void second(int tokens) {
        float[] dense = weights.dense;
        Arrays.fill(pooled, 0);
        Arrays.fill(largestAt, -1);
        for (int token = 0; token < tokens; token++) {
            int to = token * H;
            System.arraycopy(dense, TextCnn.BIAS_2, last, to, H);
            for (int place = 0; place < TextCnn.WIDTH; place++) {
                int from = (token + 2 * place) * H;
                int weight = TextCnn.CONVOLUTION_2 + place * H * H;
                for (int i = 0; i < H; i++)
                    if (middle[from + i] != 0) TextCnn.add(middle[from + i], dense, weight + i * H, last, to, H);
            }
            for (int i = 0; i < H; i++) {
                float value = Math.max(0, last[to + i]);
                last[to + i] = value;
                pooled[H + i] += value;
                if (value > pooled[i]) {
                    pooled[i] = value;
                    largestAt[i] = token;
                }
            }
        }
        float norm = TextCnn.meanNorm(tokens);
        for (int i = H; i < 2 * H; i++)
            pooled[i] /= norm;
    }

    private void backHead(Excerpt excerpt, float miss) {
        int head = TextCnn.HEADS + excerpt.group * TextCnn.HEAD;
        gradient[head + 2 * H] += miss;
        for (int i = 0; i < 2 * H; i++) {
            gradient[head + i] += miss * pooled[i] * kept[i];
            pooledPush[i] = miss * weights.dense[head + i] * kept[i];
        }
        float norm = TextCnn.meanNorm(excerpt.ends.length);
        for (int i = H; i < 2 * H; i++)
            pooledPush[i] /= norm;
    }

    private void backSecond(int tokens) {
        Arrays.fill(middlePush, 0, (tokens + 4) * H, 0);
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < H; i++) {
                boolean open = last[token * H + i] > 0;
                push[i] = open ? pooledPush[H + i] + (largestAt[i] == token ? pooledPush[i] : 0) : 0;
                gradient[TextCnn.BIAS_2 + i] += push[i];
            }
            for (int place = 0; place < TextCnn.WIDTH; place++) {
                int from = (token + 2 * place) * H;
                int weight = TextCnn.CONVOLUTION_2 + place * H * H;
                for (int i = 0; i < H; i++) {
                    if (middle[from + i] != 0) TextCnn.add(middle[from + i], push, 0, gradient, weight + i * H, H);
                    if (push[i] != 0)
                        TextCnn.add(push[i], weights.turned2, (place * H + i) * H, middlePush, from, H);
                }
            }
        }
    }

    private void backFirst(int tokens) {
        int inputs = TextCnn.WIDTH * D;
        Arrays.fill(embeddedPush, 0, (tokens + 2) * D, 0);
        for (int token = 0; token < tokens; token++) {
            int out = (token + 2) * H;
            for (int i = 0; i < H; i++) {
                push[i] = middle[out + i] > 0 ? middlePush[out + i] : 0;
                gradient[TextCnn.BIAS_1 + i] += push[i];
                if (push[i] != 0) TextCnn.add(push[i], weights.turned1, i * inputs, embeddedPush, token * D, inputs);
            }
            for (int i = 0; i < inputs; i++)
                TextCnn.add(embedded[token * D + i], push, 0, gradient, TextCnn.CONVOLUTION_1 + i * H, H);
        }
    }
}
