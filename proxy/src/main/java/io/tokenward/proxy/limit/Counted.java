package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.function.LongFunction;

/** Windows that are numbered from a date on. */
final class Counted {
    private Counted() {}

    /**
     * The window with that instant in it.
     *
     * @param guess its number or one near it: zones repeat and leave out dates
     * @param first first date of the window of a number
     */
    static Window around(Instant instant, ZoneId zone, long guess, LongFunction<LocalDate> first) {
        long number = guess;
        while (instant.isBefore(start(first, number, zone)))
            number--;
        while (!instant.isBefore(start(first, number + 1, zone)))
            number++;
        return new Window(start(first, number, zone), start(first, number + 1, zone));
    }

    private static Instant start(LongFunction<LocalDate> first, long number, ZoneId zone) {
        return first.apply(number).atStartOfDay(zone).toInstant();
    }
}
