package io.tokenward.detectors.injection;

/**
 * The numbers of a linear model in few bits. The arrays are not copied and must not be changed.
 *
 * @param hashed weight of each hashed feature, in units of {@code hashedScale}
 * @param hashedScale unit of {@code hashed}
 * @param shapes weight of each shape, in units of {@code shapeScale}
 * @param shapeScale unit of {@code shapes}
 * @param bias added to every window, by stratum ({@link Strata})
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and a copy would be half a megabyte.
public record Weights(byte[] hashed, float hashedScale, short[] shapes, float shapeScale, float[] bias) {
    public Weights {
        if (hashed.length != FeatureWalk.HASHED || shapes.length != FeatureWalk.SHAPES || bias.length != Strata.COUNT) {
            throw new IllegalArgumentException("wrong numbers of weights: " + hashed.length + ", " + shapes.length);
        }
    }

    /** Shorter windows are judged as if they had this many characters: a word alone proves nothing. */
    static final int SHORTEST = 32;

    /** What a sum over a window of that many characters is divided by. */
    public static double norm(int length) {
        return Math.sqrt(Math.max(length, SHORTEST));
    }
}
