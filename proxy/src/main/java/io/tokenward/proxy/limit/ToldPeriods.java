package io.tokenward.proxy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Periods as the scripts of a Redis server are told them, remembered while they run. Thread-safe, bounded. */
final class ToldPeriods {
    /** Most have the calendar's months; others have one for each tenant. */
    private static final int MOST = 10_000;

    /**
     * One period.
     *
     * @param date its first, which is the same in all zones
     */
    record Told(Window window, String date, String start, String end) {
        private static Told around(Instant instant, PackagePeriod period, ZoneId zone) {
            Window window = period.around(instant, zone);
            return new Told(window, LocalDate.ofInstant(window.start(), zone).toString(),
                    AccountArguments.millis(window.start()), AccountArguments.millis(window.end()));
        }
    }

    /** The one that runs, and the one before it. */
    record Running(Told now, Told before) {}

    private record Of(PackagePeriod period, ZoneId zone) {}

    private final Cache<Of, Running> running = Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    /** The period with that instant in it. */
    Running at(Instant instant, PackagePeriod period, ZoneId zone) {
        var of = new Of(period, zone);
        Running known = running.getIfPresent(of);
        if (known != null && known.now().window().contains(instant)) return known;
        Told now = Told.around(instant, period, zone);
        var found = new Running(now, Told.around(now.window().start().minusMillis(1), period, zone));
        running.put(of, found);
        return found;
    }
}
