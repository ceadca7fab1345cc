package io.tokenward.detectors.injection;

import java.util.Arrays;

/**
 * Reads an excerpt with a {@link TextCnn}. What a convolution takes from one place and channel lies in an array of its own, token
 * after token: one weight meets all tokens in one loop, and only loops that use all arrays at the same index are turned into
 * vector instructions. Time is linear in the excerpt, whose length is bounded. Allocates nothing. Not thread-safe: used by one
 * thread at a time and reused.
 */
public final class CnnReader {
    private static final int D = TextCnn.DIMENSION;
    private static final int H = TextCnn.CHANNELS;
    /** A token has a character at least. */
    private static final int MOST_TOKENS = TextCnn.EXCERPT;
    /** Inputs that are taken in one loop. */
    private static final int AT_ONCE = 8;

    private final TextCnn network;
    private final TokenWalk walk = new TokenWalk();
    /** Inputs of the first convolution, by place and channel. */
    private final float[][] embedded = new float[TextCnn.WIDTH * D][MOST_TOKENS];
    /** Inputs of the second, likewise. */
    private final float[][] middle = new float[TextCnn.WIDTH * H][MOST_TOKENS];
    private final float[] sums = new float[MOST_TOKENS];
    private final int[] row = new int[D];

    /** Working memory of half a megabyte. */
    public CnnReader(TextCnn network) {
        this.network = network;
    }

    /**
     * The log-odds that the excerpt is an attack, as the network has it.
     *
     * @param from first character
     * @param to one past the last; what is beyond {@link TextCnn#EXCERPT} characters is not read
     * @param group of roles ({@link Strata})
     */
    public double read(char[] chars, int from, int to, int group) {
        walk.read(chars, from, Math.min(to, from + TextCnn.EXCERPT));
        int tokens = walk.tokens();
        embed(tokens);
        first(tokens);
        return second(tokens, TextCnn.HEADS + group * TextCnn.HEAD);
    }

    private void embed(int tokens) {
        byte[] rows = network.rows();
        int at = 0;
        for (int token = 0; token < tokens; token++) {
            int known = 0;
            Arrays.fill(row, 0);
            for (; at < walk.end(token); at++) {
                int from = walk.row(at) * D;
                if (rows[from] == TextCnn.UNKNOWN) continue;
                known++;
                for (int i = 0; i < D; i++)
                    row[i] += rows[from + i];
            }
            float scale = known == 0 ? 0 : network.rowScale() / (float) Math.sqrt(known);
            for (int i = 0; i < D; i++)
                embedded[D + i][token] = row[i] * scale;
        }
        for (int i = 0; i < D; i++)
            shift(embedded, D, i, 1, tokens);
    }

    /** From what stands at a token to what stands at the places before and after it; nothing is beyond the excerpt. */
    private static void shift(float[][] inputs, int channels, int channel, int distance, int tokens) {
        float[] here = inputs[channels + channel];
        float[] before = inputs[channel];
        float[] after = inputs[2 * channels + channel];
        int moved = Math.max(0, tokens - distance);
        Arrays.fill(before, 0, Math.min(distance, tokens), 0);
        System.arraycopy(here, 0, before, Math.min(distance, tokens), moved);
        System.arraycopy(here, Math.min(distance, tokens), after, 0, moved);
        Arrays.fill(after, moved, tokens, 0);
    }

    private void first(int tokens) {
        for (int out = 0; out < H; out++) {
            convolve(embedded, TextCnn.CONVOLUTION_1 + out, network.dense()[TextCnn.BIAS_1 + out], tokens);
            float[] to = middle[H + out];
            for (int i = 0; i < tokens; i++)
                to[i] = Math.max(0, sums[i]);
            shift(middle, H, out, 2, tokens);
        }
    }

    private double second(int tokens, int head) {
        float[] weights = network.dense();
        float norm = TextCnn.meanNorm(tokens);
        double answer = weights[head + 2 * H];
        for (int out = 0; out < H; out++) {
            convolve(middle, TextCnn.CONVOLUTION_2 + out, weights[TextCnn.BIAS_2 + out], tokens);
            float largest = 0;
            float sum = 0;
            for (int i = 0; i < tokens; i++) {
                float value = Math.max(0, sums[i]);
                largest = Math.max(largest, value);
                sum += value;
            }
            answer += weights[head + out] * largest + weights[head + H + out] * (sum / norm);
        }
        return answer;
    }

    private void convolve(float[][] inputs, int weight, float bias, int tokens) {
        Arrays.fill(sums, 0, tokens, bias);
        for (int in = 0; in < inputs.length; in += AT_ONCE)
            add(inputs, in, network.dense(), weight + in * H, sums, tokens);
    }

    /** Adds eight inputs, each times its weight. */
    private static void add(float[][] inputs, int in, float[] weights, int at, float[] sums, int count) {
        float[] a = inputs[in];
        float[] b = inputs[in + 1];
        float[] c = inputs[in + 2];
        float[] d = inputs[in + 3];
        float[] e = inputs[in + 4];
        float[] f = inputs[in + 5];
        float[] g = inputs[in + 6];
        float[] h = inputs[in + 7];
        float ofA = weights[at];
        float ofB = weights[at + H];
        float ofC = weights[at + 2 * H];
        float ofD = weights[at + 3 * H];
        float ofE = weights[at + 4 * H];
        float ofF = weights[at + 5 * H];
        float ofG = weights[at + 6 * H];
        float ofH = weights[at + 7 * H];
        for (int i = 0; i < count; i++)
            sums[i] = sums[i] + ofA * a[i] + ofB * b[i] + ofC * c[i] + ofD * d[i] + ofE * e[i] + ofF * f[i]
                    + ofG * g[i] + ofH * h[i];
    }
}
