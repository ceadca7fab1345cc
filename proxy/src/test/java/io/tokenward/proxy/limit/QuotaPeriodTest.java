package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calendar days and months of zones. */
class QuotaPeriodTest {
    @ParameterizedTest(name = "{0} in {1} at {2}")
    @CsvSource({
            // Shanghai is eight hours ahead and has no summer time.
            "DAY,   Asia/Shanghai,       2026-11-23T15:59:59Z, 2026-11-22T16:00:00Z, 2026-11-23T16:00:00Z",
            "MONTH, Asia/Shanghai,       2026-12-31T16:00:00Z, 2026-12-31T16:00:00Z, 2027-01-31T16:00:00Z",
            // Days of 23 and of 25 hours.
            "DAY,   Europe/Berlin,       2026-03-29T12:00:00Z, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
            "DAY,   Europe/Berlin,       2026-10-25T12:00:00Z, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
            "MONTH, Europe/Berlin,       2026-03-31T21:59:59Z, 2026-02-28T23:00:00Z, 2026-03-31T22:00:00Z",
            // A day that begins at 01:00, because midnight does not exist.
            "DAY,   America/Santiago,    2026-09-06T12:00:00Z, 2026-09-06T04:00:00Z, 2026-09-07T03:00:00Z",
            // A day that a zone left out: 29 December lasts until the 31st begins.
            "DAY,   Pacific/Apia,        2011-12-30T09:59:59Z, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
            "DAY,   Pacific/Apia,        2011-12-30T10:00:00Z, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
            // Leap days, year ends.
            "MONTH, UTC,                 2028-02-29T23:59:59Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
            "DAY,   UTC,                 2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z, 2028-03-01T00:00:00Z",
            "MONTH, UTC,                 2026-12-31T23:59:59.999999999Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
            "DAY,   UTC,                 2027-01-01T00:00:00Z, 2027-01-01T00:00:00Z, 2027-01-02T00:00:00Z",
            // A quarter of an hour is a zone too.
            "DAY,   Asia/Kathmandu,      2026-11-23T18:14:59Z, 2026-11-22T18:15:00Z, 2026-11-23T18:15:00Z"})
    void aPeriodIsTheCalendarsOwn(QuotaPeriod period, ZoneId zone, Instant now, Instant start, Instant end) {
        assertThat(period.around(now, zone)).isEqualTo(new Window(start, end));
    }

    @Test
    void windowsFollowEachOtherWithoutGapOrOverlapInEveryZone() {
        long seed = System.nanoTime();
        System.out.println("QuotaPeriodTest seed " + seed);
        var random = new Random(seed);
        List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
        for (String name : zones) {
            ZoneId zone = ZoneId.of(name);
            for (QuotaPeriod period : QuotaPeriod.values()) {
                Instant instant = Instant.ofEpochSecond(random.nextLong(0, 4_102_444_800L),
                        random.nextInt(1_000_000_000));
                for (int i = 0; i < 20; i++) {
                    Window window = period.around(instant, zone);
                    String what = period + " in " + name + " at " + instant + ", seed " + seed;

                    assertThat(window.contains(instant)).as(what).isTrue();
                    assertThat(period.around(window.start(), zone)).as(what).isEqualTo(window);
                    assertThat(period.around(window.end().minusNanos(1), zone)).as(what).isEqualTo(window);
                    assertThat(period.around(window.end(), zone).start()).as(what).isEqualTo(window.end());
                    assertThat(Duration.between(window.start(), window.end())).as(what).isLessThan(Duration.ofDays(33));
                    instant = window.end();
                }
            }
        }
    }
}
