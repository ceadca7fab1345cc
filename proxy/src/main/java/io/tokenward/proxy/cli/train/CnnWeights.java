package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.TextCnn;
import io.tokenward.detectors.injection.TokenWalk;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * A {@link TextCnn} while it learns, in full precision, and how far each number was moved lately: Adam with decoupled decay for
 * the dense ones (Kingma and Ba, 2015; Loshchilov and Hutter, 2019), Adagrad for embeddings, of which a step moves few (Duchi and
 * others, 2011). {@link #step} is for one thread.
 */
final class CnnWeights {
    private static final int D = TextCnn.DIMENSION;
    private static final int H = TextCnn.CHANNELS;
    private static final float RATE = 0.001f;
    private static final float ROW_RATE = 0.02f;
    private static final float DECAY = 0.01f;
    private static final float MOMENTUM = 0.9f;
    private static final float SQUARES = 0.999f;
    private static final float TINY = 1e-6f;
    /** The few numbers of embeddings beyond this share are cut, so that the many are not coarse. */
    private static final double UNCUT = 0.9999;

    final float[] rows = new float[TokenWalk.ROWS * D];
    final float[] dense = new float[TextCnn.DENSE];
    /** The convolutions with outputs before inputs. */
    final float[] turned1 = new float[TextCnn.WIDTH * D * H];
    final float[] turned2 = new float[TextCnn.WIDTH * H * H];
    private final float[] rowSquares = new float[TokenWalk.ROWS];
    private final float[] momenta = new float[TextCnn.DENSE];
    private final float[] squares = new float[TextCnn.DENSE];
    private int steps;

    CnnWeights(long seed) {
        var random = new Random(seed);
        fill(rows, 0, rows.length, 0.1, random);
        fill(dense, TextCnn.CONVOLUTION_1, TextCnn.BIAS_1, Math.sqrt(2.0 / (TextCnn.WIDTH * D)), random);
        fill(dense, TextCnn.CONVOLUTION_2, TextCnn.BIAS_2, Math.sqrt(2.0 / (TextCnn.WIDTH * H)), random);
        fill(dense, TextCnn.HEADS, TextCnn.DENSE, 0.05, random);
        turn();
    }

    private static void fill(float[] numbers, int from, int to, double spread, Random random) {
        for (int i = from; i < to; i++)
            numbers[i] = (float) (random.nextGaussian() * spread);
    }

    private void turn() {
        for (int in = 0; in < TextCnn.WIDTH * D; in++)
            for (int out = 0; out < H; out++)
                turned1[out * TextCnn.WIDTH * D + in] = dense[TextCnn.CONVOLUTION_1 + in * H + out];
        for (int place = 0; place < TextCnn.WIDTH; place++)
            for (int in = 0; in < H; in++)
                for (int out = 0; out < H; out++)
                    turned2[(place * H + out) * H + in] = dense[TextCnn.CONVOLUTION_2 + (place * H + in) * H + out];
    }

    /** Moves all against what the workers have gathered, in their order, and empties them. */
    void step(List<CnnWorker> workers, float pace) {
        steps++;
        float first = (float) (1 - StrictMath.pow(MOMENTUM, steps));
        float second = (float) (1 - StrictMath.pow(SQUARES, steps));
        for (int i = 0; i < dense.length; i++) {
            float gradient = 0;
            for (CnnWorker worker : workers)
                gradient += worker.gradient[i];
            momenta[i] = MOMENTUM * momenta[i] + (1 - MOMENTUM) * gradient;
            squares[i] = SQUARES * squares[i] + (1 - SQUARES) * gradient * gradient;
            float move = momenta[i] / first / ((float) Math.sqrt(squares[i] / second) + TINY);
            dense[i] -= pace * RATE * (move + DECAY * dense[i]);
        }
        for (CnnWorker worker : workers) {
            for (CnnWorker.Pushed pushed : worker.pushed)
                move(pushed, pace * ROW_RATE);
            worker.clear();
        }
        turn();
    }

    private void move(CnnWorker.Pushed pushed, float rate) {
        Excerpt excerpt = pushed.excerpt();
        int from = 0;
        for (int token = 0; token < excerpt.ends.length; token++) {
            int end = excerpt.ends[token];
            float size = end == from || pushed.dropped()[token] ? 0 : squared(pushed.gradient(), token * D);
            if (size > 0) {
                float share = 1 / (float) Math.sqrt(end - from);
                for (int i = from; i < end; i++) {
                    int row = excerpt.row(i);
                    rowSquares[row] += size * share * share / D;
                    float step = -rate * share / ((float) Math.sqrt(rowSquares[row]) + TINY);
                    TextCnn.add(step, pushed.gradient(), token * D, rows, row * D, D);
                }
            }
            from = end;
        }
    }

    private static float squared(float[] numbers, int from) {
        float sum = 0;
        for (int i = from; i < from + D; i++)
            sum += numbers[i] * numbers[i];
        return sum;
    }

    /** In few bits, as shipped. */
    TextCnn quantised(BitSet known) {
        var sizes = new float[known.cardinality() * D];
        int count = 0;
        for (int row = known.nextSetBit(0); row >= 0; row = known.nextSetBit(row + 1))
            for (int i = 0; i < D; i++)
                sizes[count++] = Math.abs(rows[row * D + i]);
        Arrays.sort(sizes);
        float largest = sizes.length == 0 ? 1 : sizes[(int) ((sizes.length - 1) * UNCUT)];
        float scale = Math.max(largest, TINY) / Byte.MAX_VALUE;
        var bytes = new byte[rows.length];
        for (int i = 0; i < bytes.length; i++)
            bytes[i] = known.get(i / D)
                    ? (byte) Math.clamp(Math.round(rows[i] / scale), -Byte.MAX_VALUE, Byte.MAX_VALUE)
                    : TextCnn.UNKNOWN;
        return new TextCnn(bytes, scale, dense.clone());
    }
}
