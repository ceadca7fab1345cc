package io.tokenward.proxy.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LbfgsTest {
    @Test
    void itFindsTheLowestPointOfAnIllConditionedBowl() {
        int n = 50;
        var point = new double[n];

        new Lbfgs().minimise((at, gradient) -> {
            double value = 0;
            for (int i = 0; i < n; i++) {
                double curvature = 1 + i * i;
                double off = at[i] - Math.sin(i);
                value += curvature * off * off / 2;
                gradient[i] = curvature * off;
            }
            return value;
        }, point, 500);

        for (int i = 0; i < n; i++)
            assertThat(point[i]).isCloseTo(Math.sin(i), within(0.01));
    }

    @Test
    void itFindsTheKnownOptimumOfALogisticProblem() {
        // Three of four say yes, and nothing else is known: the optimum is the log-odds, ln 3.
        var point = new double[1];

        new Lbfgs().minimise((at, gradient) -> {
            double yes = 1 / (1 + Math.exp(-at[0]));
            gradient[0] = 4 * yes - 3;
            return -3 * Math.log(yes) - Math.log(1 - yes);
        }, point, 100);

        assertThat(point[0]).isCloseTo(Math.log(3), within(1e-3));
    }

    @Test
    void whereTheFunctionIsFlatItStaysWhereItIs() {
        var point = new double[]{4, 2};

        new Lbfgs().minimise((at, gradient) -> {
            gradient[0] = 0;
            gradient[1] = 0;
            return 1;
        }, point, 100);

        assertThat(point).containsExactly(4, 2);
    }
}
