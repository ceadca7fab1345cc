package io.tokenward.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointHealthTest {
    private static final Ejection EJECTION = new Ejection(3, Duration.ofSeconds(10), Duration.ofSeconds(35), 50);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final EndpointHealth health = new EndpointHealth(EJECTION, nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void onlyFailuresInARowEject() {
        assertThat(health.failed()).isFalse();
        assertThat(health.failed()).isFalse();
        health.succeeded();
        assertThat(health.failed()).isFalse();
        assertThat(health.failed()).isFalse();
        assertThat(health.failed()).isTrue();
        assertThat(health.serving()).isTrue();
    }

    @Test
    void eachEjectionInARowIsLongerUpToTheLongest() {
        for (int seconds : new int[]{10, 20, 30, 35, 35}) {
            health.eject();
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(health.serving()).as("%d s", seconds).isFalse();
            pass(Duration.ofNanos(1));
            assertThat(health.serving()).as("%d s", seconds).isTrue();
        }
    }

    @Test
    void whoServesForLongBeginsAnew() {
        health.eject();
        pass(Duration.ofSeconds(10));
        health.eject();
        pass(Duration.ofSeconds(20).plus(EJECTION.longest()).plusNanos(1));
        health.eject();
        assertThat(health.status("a", 0).backInSeconds()).isEqualTo(10);
    }

    @Test
    void whoComesBackAndFailsIsOutAtOnce() {
        for (int i = 0; i < 3; i++)
            health.failed();
        health.eject();
        assertThat(health.failed()).as("while it is out").isFalse();
        pass(Duration.ofSeconds(10));
        assertThat(health.failed()).isTrue();
    }

    @Test
    void checksTakeOutAndBringBackByTheirOwnCounts() {
        var check = new HealthCheck("/health", Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3);
        assertThat(health.checked(false, check)).isFalse();
        assertThat(health.checked(false, check)).isFalse();
        assertThat(health.checked(true, check)).isFalse();
        assertThat(health.checked(false, check)).isFalse();
        assertThat(health.checked(false, check)).isFalse();
        assertThat(health.checked(false, check)).isTrue();
        health.failsChecks();
        assertThat(health.status("a", 0).state()).isEqualTo("failing-checks");
        health.checked(true, check);
        assertThat(health.serving()).isFalse();
        health.checked(true, check);
        assertThat(health.serving()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"50, 0, 1, false", "100, 0, 1, true", "0, 0, 2, true", "0, 1, 2, false", "50, 1, 4, true",
            "50, 2, 4, false", "99, 3, 4, false", "100, 3, 4, true"})
    void soManyMayBeOut(int mostPercent, int out, int all, boolean allowed) {
        assertThat(new Ejection(1, Duration.ofSeconds(1), Duration.ofSeconds(1), mostPercent).allows(out, all))
                .isEqualTo(allowed);
    }
}
