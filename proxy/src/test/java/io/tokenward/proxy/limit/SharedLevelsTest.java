package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;

/** A user of two proxies on one Redis is one user. */
class SharedLevelsTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final Account account = Plans.account(new Plan("team", Rates.unlimited(), Quotas.unlimited(),
            ZoneOffset.UTC,
            Map.of(), Optional.empty(),
            new PlanLevels(Rates.unlimited(), Map.of(), Allowance.UNLIMITED, Optional.of(new PlanLevels.Users("",
                    new Rates(OptionalLong.of(3), OptionalLong.empty(), OptionalInt.empty()),
                    new Allowance(new Quotas(OptionalLong.of(100), OptionalLong.empty()), Quotas.unlimited()), 10)))));
    private int exchanges;

    private java.util.concurrent.CompletionStage<Reservation> ask(Limiter node, String user, long tokens) {
        Permit permit = granted(node.enter(account, "tw_" + ++exchanges));
        return node.reserve(permit, new Demand("any", user, Consumption.tokens(tokens), 0));
    }

    @Test
    void itsQuotaAndItsRateAreThoseOfBothTogether() {
        try (RealRedis redis = RealRedis.start();
                RedisLimiter first = SharedStore.node(redis.settings(), clock);
                RedisLimiter second = SharedStore.node(redis.settings(), clock)) {
            granted(granted(ask(first, "ann", 60)).settle(60));

            assertThat(refused(ask(second, "ann", 41)).limit()).isEqualTo("user.quotas.day");
            granted(granted(ask(second, "ann", 20)).settle(10));
            granted(granted(ask(first, "ann", 1)).settle(1));
            assertThat(refused(ask(second, "ann", 1)).limit()).isEqualTo("user.rates.requests");
            granted(ask(second, "bob", 100));
        }
    }
}
