package io.tokenward.detectors.injection;

/**
 * The numbers of a small convolutional network over the tokens of an excerpt, which sees words in their order and alike words as
 * alike, as sums over features cannot: embeddings, two convolutions over three tokens (the second over every other one), the
 * largest and the mean of each channel, and a sum for each group of roles. (Kim, Convolutional Neural Networks for Sentence
 * Classification, 2014; Yu and Koltun, Multi-Scale Context Aggregation by Dilated Convolutions, 2016.) It is asked only where
 * the linear model seems to have found something, see {@link InjectionModel}. The arrays are not copied and must not be changed.
 *
 * @param rows embeddings of {@link #DIMENSION} bytes each, in units of {@code rowScale}; a row whose first byte is
 *     {@link #UNKNOWN} was seen too seldom in training and counts as nothing
 * @param rowScale unit of {@code rows}
 * @param dense all else: {@link #CONVOLUTION_1}, {@link #BIAS_1}, {@link #CONVOLUTION_2}, {@link #BIAS_2}, {@link #HEADS}
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and a copy would be three megabytes.
public record TextCnn(byte[] rows, float rowScale, float[] dense) {
    /** Characters of a text that are read, around the window that the linear model chose. */
    public static final int EXCERPT = 640;
    /** Numbers that stand for a token. */
    public static final int DIMENSION = 24;
    /** Outputs of each convolution. */
    public static final int CHANNELS = 48;
    /** Tokens that a convolution sees at once. */
    public static final int WIDTH = 3;
    /** Where the weights of the first convolution begin: by place, input, output. */
    public static final int CONVOLUTION_1 = 0;
    /** Where its biases begin. */
    public static final int BIAS_1 = CONVOLUTION_1 + WIDTH * DIMENSION * CHANNELS;
    /** Where the weights of the second convolution begin. */
    public static final int CONVOLUTION_2 = BIAS_1 + CHANNELS;
    /** Where its biases begin. */
    public static final int BIAS_2 = CONVOLUTION_2 + WIDTH * CHANNELS * CHANNELS;
    /** Where the sums begin: for each group of roles a weight for each largest value, for each mean, and a bias. */
    public static final int HEADS = BIAS_2 + CHANNELS;
    /** Numbers of one of them. */
    public static final int HEAD = 2 * CHANNELS + 1;
    /** Length of {@link #dense}. */
    public static final int DENSE = HEADS + Strata.GROUPS * HEAD;
    /** Marks a row that counts as nothing. */
    public static final byte UNKNOWN = Byte.MIN_VALUE;

    /** What the answer, in log-odds, counts beside the linear model's sum. */
    public static final float SHARE = 0.25f;
    /** An answer above this counts as this: it bounds where the network need not be asked. */
    public static final float MOST = 6;
    /** An answer below this counts as this. */
    public static final float LEAST = -12;

    public TextCnn {
        if (rows.length != TokenWalk.ROWS * DIMENSION || dense.length != DENSE) {
            throw new IllegalArgumentException("wrong numbers of weights: " + rows.length + ", " + dense.length);
        }
    }

    /** What an answer adds to the linear model's sum. */
    public static double added(double answer) {
        return SHARE * Math.clamp(answer, LEAST, MOST);
    }

    /** Where the excerpt begins that is read of the characters from {@code from} to before {@code to}. */
    public static int begin(int from, int to, int windowFrom, int windowTo) {
        int middle = (windowFrom + windowTo) >>> 1;
        return Math.clamp(middle - EXCERPT / 2, from, Math.max(from, to - EXCERPT));
    }

    /** What the mean of that many tokens is divided by: of few tokens it says less. */
    public static float meanNorm(int tokens) {
        return (float) Math.sqrt(Math.max(tokens, 8) * 8.0);
    }

    /** Adds {@code factor} times a row of weights. */
    public static void add(float factor, float[] weights, int from, float[] to, int at, int length) {
        for (int i = 0; i < length; i++)
            to[at + i] = Math.fma(factor, weights[from + i], to[at + i]);
    }
}
