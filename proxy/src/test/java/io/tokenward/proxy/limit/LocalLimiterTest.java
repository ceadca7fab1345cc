package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.time.Clock;

import org.jspecify.annotations.Nullable;

/** Limits in memory keep the contract. */
class LocalLimiterTest extends LimiterContract {
    private @Nullable LocalLimiter limiter;

    @Override
    Limiter limiter(Clock clock) {
        limiter = new LocalLimiter(clock);
        return limiter;
    }

    @Override
    Balances balances(Account account) {
        return requireNonNull(limiter).balances(account);
    }
}
