package io.tokenward.detectors.injection;

import java.util.Random;

/** A model that knows nothing but is one: for tests of everything but what it has learned. */
final class RandomModel {
    private RandomModel() {}

    static InjectionModel of(long seed) {
        var random = new Random(seed);
        return new InjectionModel(7, weights(random), weights(random), new Calibration(1, 0, 0.1f, 4, 3, 2));
    }

    private static Weights weights(Random random) {
        var hashed = new byte[FeatureWalk.HASHED];
        random.nextBytes(hashed);
        var shapes = new short[FeatureWalk.SHAPES];
        for (int i = 0; i < shapes.length; i++)
            shapes[i] = (short) random.nextInt(-3000, 3000);
        return new Weights(hashed, 0.01f, shapes, 0.001f, new float[]{-1, -2, -3, -1.5f, -2.5f, -3.5f});
    }
}
