package io.tokenward.proxy.keys;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of the days of a week, such as {@code mon-fri 08:00-18:00 Asia/Shanghai}. Hours that end before they begin go on into
 * the next day and belong to the day they begin on. Immutable.
 *
 * @param text as written
 */
record Hours(String text, Set<DayOfWeek> days, LocalTime from, LocalTime until, ZoneId zone) {
    private static final Pattern FORM = Pattern
            .compile(
                    "([a-z]{3})(?:-([a-z]{3}))? ([0-2][0-9]:[0-5][0-9])-([0-2][0-9]:[0-5][0-9]) ([A-Za-z0-9_+/-]{1,64})");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    Hours {
        days = Set.copyOf(days);
    }

    /**
     * Hours as people write them.
     *
     * @throws IllegalArgumentException if these are none
     */
    static Hours of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) throw wrong(text, "write it like mon-fri 08:00-18:00 Asia/Shanghai");
        int first = DAYS.indexOf(form.group(1));
        int last = form.group(2) == null ? first : DAYS.indexOf(form.group(2));
        if (first < 0 || last < 0) throw wrong(text, "days are " + String.join(", ", DAYS));
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (int day = first; day != last; day = (day + 1) % DAYS.size())
            days.add(DayOfWeek.of(day + 1));
        days.add(DayOfWeek.of(last + 1));
        try {
            return new Hours(text, days, time(form.group(3)), time(form.group(4)), ZoneId.of(form.group(5)));
        } catch (DateTimeException none) {
            throw wrong(text, "there is no such time or zone");
        }
    }

    /** Whether an instant is in them. */
    boolean contain(Instant instant) {
        ZonedDateTime then = instant.atZone(zone);
        LocalTime time = then.toLocalTime();
        DayOfWeek day = then.getDayOfWeek();
        if (from.isBefore(until)) return days.contains(day) && !time.isBefore(from) && time.isBefore(until);
        return !time.isBefore(from) && days.contains(day) || time.isBefore(until) && days.contains(day.minus(1));
    }

    /** The end of a day is written 24:00. */
    private static LocalTime time(String text) {
        return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static IllegalArgumentException wrong(String text, String mend) {
        return new IllegalArgumentException("no hours \"" + text + "\"; " + mend);
    }
}
