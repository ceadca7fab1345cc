package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Months from a day on, and so many days each. */
class PackagePeriodTest {
    @ParameterizedTest(name = "months since {0} at {1}")
    @CsvSource({
            "2026-03-15, 2026-11-23T10:00:00Z, 2026-11-15, 2026-12-15",
            "2026-03-15, 2026-11-14T23:59:59Z, 2026-10-15, 2026-11-15",
            // A month that has no such day begins on its last, and the next one on the day again.
            "2026-01-31, 2026-02-28T00:00:00Z, 2026-02-28, 2026-03-31",
            "2026-01-31, 2026-03-30T23:59:59Z, 2026-02-28, 2026-03-31",
            "2028-01-31, 2028-02-29T00:00:00Z, 2028-02-29, 2028-03-31",
            "2024-02-29, 2027-02-28T12:00:00Z, 2027-02-28, 2027-03-29",
            "2026-03-15, 2020-01-01T00:00:00Z, 2019-12-15, 2020-01-15"})
    void monthsBeginOnTheDay(LocalDate since, Instant now, LocalDate start, LocalDate end) {
        assertThat(new PackagePeriod.Months(since).around(now, ZoneOffset.UTC)).isEqualTo(new Window(
                start.atStartOfDay(ZoneOffset.UTC).toInstant(), end.atStartOfDay(ZoneOffset.UTC).toInstant()));
    }

    @Test
    void windowsFollowEachOtherWithoutGapOrOverlapInEveryZone() {
        long seed = System.nanoTime();
        System.out.println("PackagePeriodTest seed " + seed);
        var random = new Random(seed);
        for (String name : ZoneId.getAvailableZoneIds().stream().sorted().toList()) {
            ZoneId zone = ZoneId.of(name);
            LocalDate since = LocalDate.ofEpochDay(random.nextInt(30_000));
            for (PackagePeriod period : List.of(new PackagePeriod.Months(since),
                    new PackagePeriod.Days(1 + random.nextInt(40), since))) {
                Instant instant = Instant.ofEpochSecond(random.nextLong(0, 4_102_444_800L),
                        random.nextInt(1_000_000_000));
                for (int i = 0; i < 15; i++) {
                    Window window = period.around(instant, zone);
                    String what = period + " in " + name + " at " + instant + ", seed " + seed;

                    assertThat(window.contains(instant)).as(what).isTrue();
                    assertThat(period.around(window.start(), zone)).as(what).isEqualTo(window);
                    assertThat(period.around(window.end().minusNanos(1), zone)).as(what).isEqualTo(window);
                    assertThat(period.around(window.end(), zone).start()).as(what).isEqualTo(window.end());
                    assertThat(Duration.between(window.start(), window.end())).as(what).isLessThan(Duration.ofDays(42));
                    instant = window.end();
                }
            }
        }
    }

    @Test
    void aPlanCountsFromTheDateOfItsTenantAndGrantsOnThatDay() {
        var clock = new ManualClock(Instant.parse("2026-11-14T10:00:00Z"));
        Plan plan = new Plan("family", Rates.unlimited(), new Quotas(OptionalLong.empty(), OptionalLong.empty()),
                ZoneOffset.UTC, Map.of(), Optional.of(
                        new TokenPackage(1_000, new PackagePeriod.Months(LocalDate.of(1970, 1, 1)), 200)));
        Account account = new Account("key-1", "acme", plan.from(LocalDate.of(2026, 3, 15)));
        var limiter = new LocalLimiter(clock);
        Answers.granted(Answers.granted(limiter.reserve(Answers.granted(limiter.enter(account, "tw_1")), "any", 700))
                .settle(700));

        clock.set(Instant.parse("2026-11-15T00:00:00Z"));
        Answers.granted(limiter.enter(account, "tw_2"));

        assertThat(limiter.packs("acme")).filteredOn(each -> each.pack().expires().isAfter(clock.instant()))
                .extracting(each -> each.pack().source() + " " + each.left())
                .containsExactly("carried 200", "plan 1000");
    }

    @Test
    void lessThanADayIsNoPeriod() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PackagePeriod.Days(0, LocalDate.of(2026, 1, 1)));
    }
}
