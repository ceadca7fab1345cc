package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract asks nothing that a store 200 ms away could not do. */
class SlowLimiterTest extends LimiterContract {
    private @Nullable LocalLimiter near;

    @Override
    Limiter limiter(Clock clock) {
        near = new LocalLimiter(clock);
        return new SlowLimiter(near, Duration.ofMillis(200));
    }

    @Override
    Balances balances(Account account) {
        return requireNonNull(near).balances(account);
    }

    @Override
    int exchangesPerThread() {
        return 4;
    }

    @Test
    void askingASlowStoreBlocksNobody() {
        Limiter limiter = limiter(clock);

        var permit = limiter.enter(Plans.account(Plans.daily(10)), "tw_1");

        assertThat(permit.toCompletableFuture()).isNotDone();
        assertThat(granted(permit).exchange()).isEqualTo("tw_1");
    }
}
