package io.tokenward.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutcomeTest {
    private final Outcome thousand = new Outcome(1000, 0, "", 1,
            IntStream.rangeClosed(1, 1000).map(i -> i * 1000).toArray());

    @Test
    void percentilesAreTheLatencyThatTheShareDidNotExceed() {
        assertThat(thousand.millis(0.5)).isEqualTo(500);
        assertThat(thousand.millis(0.99)).isEqualTo(990);
        assertThat(thousand.millis(1)).isEqualTo(1000);
    }

    @Test
    void theFirstRequestIsItselfAndLaterOnesTheMedianOfATenthToEitherSide() {
        assertThat(thousand.millisAround(1)).isEqualTo(1);
        assertThat(thousand.millisAround(100)).isBetween(99.0, 101.0);
    }

    @Test
    void whatWasNotReachedHasNoFigure() {
        assertThat(thousand.millisAround(10_000)).isNaN();
        assertThat(new Outcome(0, 0, "", 1, new int[0]).millis(0.5)).isNaN();
    }
}
