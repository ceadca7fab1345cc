package io.tokenward.proxy.limit;

import java.time.Clock;
import java.time.Duration;

/** Limiters on a Redis server. */
final class SharedStore {
    /**
     * With time from the test, nothing that happens here may depend on how busy the machine is: the first questions load classes,
     * and corrections of buckets that take too long are given up without a word.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SharedStore() {}

    /** A limiter on a server that forgets all it knew, and takes the time from a clock of the test. */
    static RedisLimiter empty(RealRedis redis, Clock clock) {
        forget(redis);
        return node(redis.settings(), clock);
    }

    /** One limiter more on the same server. */
    static RedisLimiter node(RedisSettings settings, Clock clock) {
        try {
            return RedisLimiter.open(settings, clock, RedisTime.told(clock), PATIENCE);
        } catch (LedgerProblem problem) {
            throw new AssertionError(problem);
        }
    }

    /** One that goes by the server's time. */
    static RedisLimiter node(RedisSettings settings) {
        try {
            return RedisLimiter.open(settings, Clock.systemUTC());
        } catch (LedgerProblem problem) {
            throw new AssertionError(problem);
        }
    }

    static void forget(RealRedis redis) {
        try (RedisConnection connection = RedisConnection.open(redis.settings())) {
            Answers.granted(connection.commands().flushall());
        } catch (LedgerProblem problem) {
            throw new AssertionError(problem);
        }
    }
}
