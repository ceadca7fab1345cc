package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Rate;
import io.tokenward.proxy.limit.Rates;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads rates, wherever they stand. */
final class RatesReader {
    private static final long MOST_REQUESTS = 1_000_000_000L;
    private static final int MOST_AT_ONCE = 1_000_000;

    private RatesReader() {}

    /** Requests, tokens and bytes in one window or several, and requests at the same time; none where nothing is written. */
    static Rates read(Section parent, String key) {
        return rates(parent.section(key, "requests", "tokens", "bytes", "concurrency"));
    }

    /** Requests, tokens and bytes, by model. */
    static Map<String, Rates> byModel(Value value) {
        return ByModel.read(value, each -> rates(Section.of(each, "requests", "tokens", "bytes")));
    }

    private static Rates rates(Section section) {
        Optional<Value> concurrency = section.find("concurrency");
        OptionalLong atOnce = concurrency.isPresent()
                ? concurrency.get().count(1, MOST_AT_ONCE)
                : OptionalLong.empty();
        return new Rates(rates(section, "requests", false, MOST_REQUESTS), rates(section, "tokens", false, Rates.MOST),
                rates(section, "bytes", true, Rates.MOST),
                atOnce.isPresent() ? OptionalInt.of((int) atOnce.getAsLong()) : OptionalInt.empty());
    }

    private static List<Rate> rates(Section section, String key, boolean bytes, long mostPerMinute) {
        return section.find(key).map(value -> value.rates(bytes, mostPerMinute)).orElse(List.of());
    }
}
