package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static java.util.Objects.requireNonNull;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Limits in Redis keep the contract. */
class RedisLimiterTest extends LimiterContract {
    private static @Nullable RealRedis redis;
    private @Nullable RedisLimiter limiter;

    @BeforeAll
    static void startRedis() {
        redis = RealRedis.start();
    }

    @AfterAll
    static void stopRedis() {
        requireNonNull(redis).close();
    }

    @Override
    Limiter limiter(Clock clock) {
        limiter = SharedStore.empty(requireNonNull(redis), clock);
        return limiter;
    }

    @Override
    Balances balances(Account account) {
        return granted(requireNonNull(limiter).balances(account));
    }

    @Override
    int exchangesPerThread() {
        return 50;
    }

    @AfterEach
    void close() {
        if (limiter != null) limiter.close();
    }
}
