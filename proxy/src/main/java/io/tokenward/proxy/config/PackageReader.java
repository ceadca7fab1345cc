package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Pack;
import io.tokenward.proxy.limit.PackagePeriod;
import io.tokenward.proxy.limit.QuotaPeriod;
import io.tokenward.proxy.limit.TokenPackage;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code plans.*.package}. */
final class PackageReader {
    /** Where a tenant says nothing, months begin on the first. */
    private static final LocalDate CALENDAR = LocalDate.of(1970, 1, 1);
    private static final Map<String, PackagePeriod> PERIODS = Map.of("calendar-day", QuotaPeriod.DAY, "calendar-month",
            QuotaPeriod.MONTH, "month", new PackagePeriod.Months(CALENDAR));
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,2})d");
    private static final String OVERDRAFT = "overdraft ";

    private PackageReader() {}

    static Optional<TokenPackage> read(Value value) {
        Section section = Section.of(value, "tokens", "every", "carry-over", "at-end");
        Optional<Value> written = section.required("tokens", "15M");
        long overdraft = section.find("at-end").map(PackageReader::overdraft).orElse(0L);
        PackagePeriod every = section.find("every").flatMap(PackageReader::period).orElse(QuotaPeriod.MONTH);
        OptionalLong tokens = written.isPresent() ? written.get().count(0, Pack.MOST_TOKENS) : OptionalLong.empty();
        if (tokens.isEmpty()) return Optional.empty();
        long carryOver = section.find("carry-over").map(found -> carryOver(found, tokens.getAsLong())).orElse(0L);
        return Optional.of(new TokenPackage(tokens.getAsLong(), every, carryOver, overdraft));
    }

    private static Optional<PackagePeriod> period(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) return Optional.empty();
        Matcher days = DAYS.matcher(text.get());
        if (days.matches())
            return Optional.of(new PackagePeriod.Days(Integer.parseInt(days.group(1)), CALENDAR));
        return value.word(word -> Optional.ofNullable(PERIODS.get(word)),
                List.of("calendar-day", "calendar-month", "month", "30d"));
    }

    private static long carryOver(Value value, long tokens) {
        if (value.is("none")) return 0;
        if (value.is("all")) return tokens;
        return value.count(1, Pack.MOST_TOKENS).orElse(0);
    }

    /** How far an answer goes on when nothing is left. */
    private static long overdraft(Value value) {
        if (value.is("cut")) return 0;
        if (value.is("finish")) return TokenPackage.FINISH;
        Optional<String> amount = value.text()
                .filter(text -> text.startsWith(OVERDRAFT))
                .map(text -> text.substring(OVERDRAFT.length()));
        OptionalLong tokens = amount.isPresent() ? Units.count(amount.get()) : OptionalLong.empty();
        if (tokens.isPresent() && tokens.getAsLong() > 0 && tokens.getAsLong() <= Pack.MOST_TOKENS)
            return tokens.getAsLong();
        value.error("must be cut, finish, or an overdraft, such as: overdraft 50k");
        return 0;
    }
}
