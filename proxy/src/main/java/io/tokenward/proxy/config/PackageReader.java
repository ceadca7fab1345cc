package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Pack;
import io.tokenward.proxy.limit.QuotaPeriod;
import io.tokenward.proxy.limit.TokenPackage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code plans.*.package}. */
final class PackageReader {
    private static final Map<String, QuotaPeriod> PERIODS = Map.of("calendar-day", QuotaPeriod.DAY, "calendar-month",
            QuotaPeriod.MONTH);
    private static final String FINISH = "finish";

    private PackageReader() {}

    static Optional<TokenPackage> read(Value value) {
        Section section = Section.of(value, "tokens", "every", "carry-over", "at-end");
        Optional<Value> written = section.required("tokens", "15M");
        section.find("at-end").ifPresent(PackageReader::atEnd);
        QuotaPeriod every = section.find("every")
                .flatMap(found -> found.word(word -> Optional.ofNullable(PERIODS.get(word)),
                        List.of("calendar-day", "calendar-month")))
                .orElse(QuotaPeriod.MONTH);
        OptionalLong tokens = written.isPresent() ? written.get().count(0, Pack.MOST_TOKENS) : OptionalLong.empty();
        if (tokens.isEmpty()) return Optional.empty();
        long carryOver = section.find("carry-over").map(found -> carryOver(found, tokens.getAsLong())).orElse(0L);
        return Optional.of(new TokenPackage(tokens.getAsLong(), every, carryOver));
    }

    private static long carryOver(Value value, long tokens) {
        if (value.is("none")) return 0;
        if (value.is("all")) return tokens;
        return value.count(1, Pack.MOST_TOKENS).orElse(0);
    }

    private static void atEnd(Value value) {
        if (value.is(FINISH)) return;
        value.error("only finish is supported by this version: a request that runs is answered to its end");
    }
}
