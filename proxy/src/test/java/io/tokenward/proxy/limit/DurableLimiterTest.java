package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Clock;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Limits in a file keep the contract. */
class DurableLimiterTest extends LimiterContract {
    @TempDir
    private @Nullable Path directory;
    private @Nullable DurableLimiter limiter;

    @Override
    Limiter limiter(Clock clock) {
        try {
            limiter = DurableLimiter.open(requireNonNull(directory).resolve("data/ledger.db"), Durability.PROCESS,
                    clock);
            return limiter;
        } catch (LedgerProblem problem) {
            throw new AssertionError(problem);
        }
    }

    @Override
    Balances balances(Account account) {
        return requireNonNull(limiter).balances(account);
    }

    @AfterEach
    void close() {
        if (limiter != null) limiter.close();
    }
}
