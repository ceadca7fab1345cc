package io.tokenward.proxy.limit;

import static io.tokenward.proxy.limit.Answers.granted;
import static io.tokenward.proxy.limit.Answers.passes;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

/** When it is noticed how much of a package is left, in memory and on Redis alike. */
class PackageWatchTest {
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-23T10:00:00Z"));
    private final List<PackageNotice> notices = new CopyOnWriteArrayList<>();
    private final Account account = new Account("key-1", "acme", new Plan("family", Rates.unlimited(),
            Quotas.unlimited(), ZoneOffset.UTC, Map.of(),
            Optional.of(new TokenPackage(1_000, QuotaPeriod.MONTH, 0))));

    @Test
    void inMemory() {
        var limiter = new LocalLimiter(clock);
        limiter.watch().tell(notices::add);

        play(limiter);
    }

    @Test
    void onRedis() {
        try (RealRedis redis = RealRedis.start(); RedisLimiter limiter = SharedStore.empty(redis, clock)) {
            limiter.packs().watch(notices::add);

            play(limiter);
        }
    }

    private void play(Limiter limiter) {
        spend(limiter, 800);
        assertThat(passes(limiter.enter(account, "tw_a"))).isTrue();
        assertThat(notices).as("a fifth is left").isEmpty();

        spend(limiter, 50);
        assertThat(passes(limiter.enter(account, "tw_b"))).isTrue();
        assertThat(passes(limiter.enter(account, "tw_c"))).isTrue();
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.percent()).isEqualTo(80);
            assertThat(notice.left()).isEqualTo(150);
            assertThat(notice.ends()).isEqualTo("2026-12-01T00:00:00Z");
        });

        spend(limiter, 150);
        assertThat(passes(limiter.enter(account, "tw_d"))).isFalse();
        assertThat(passes(limiter.enter(account, "tw_e"))).isFalse();
        assertThat(notices).extracting(PackageNotice::percent).containsExactly(80, 100);

        clock.advance(Duration.ofDays(8));
        spend(limiter, 900);
        assertThat(passes(limiter.enter(account, "tw_f"))).isTrue();
        assertThat(notices).as("another month").extracting(PackageNotice::percent).containsExactly(80, 100, 80);
    }

    private void spend(Limiter limiter, long tokens) {
        Permit permit = granted(limiter.enter(account, "tw_" + tokens + clock.instant()));
        granted(granted(limiter.reserve(permit, "any", tokens)).settle(tokens));
    }
}
