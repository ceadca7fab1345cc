package io.tokenward.detectors.injection;

import java.util.Random;

/** A model that knows nothing but is one: for tests of everything but what it has learned. */
final class RandomModel {
    private RandomModel() {}

    static InjectionModel of(long seed) {
        return with(network(new Random(seed)), seed);
    }

    /** With a network that always has the same answer. */
    static InjectionModel answering(float answer, long seed) {
        var dense = new float[TextCnn.DENSE];
        for (int group = 0; group < Strata.GROUPS; group++)
            dense[TextCnn.HEADS + (group + 1) * TextCnn.HEAD - 1] = answer;
        return with(new TextCnn(new byte[TokenWalk.ROWS * TextCnn.DIMENSION], 1, dense), seed);
    }

    private static InjectionModel with(TextCnn network, long seed) {
        var random = new Random(seed);
        return new InjectionModel(7, weights(random), weights(random), network,
                new Calibration(1, 0, 0.1f, 4, 3, 2));
    }

    static TextCnn network(Random random) {
        var rows = new byte[TokenWalk.ROWS * TextCnn.DIMENSION];
        random.nextBytes(rows);
        var dense = new float[TextCnn.DENSE];
        for (int i = 0; i < dense.length; i++)
            dense[i] = (float) random.nextGaussian() / 10;
        return new TextCnn(rows, 0.01f, dense);
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
