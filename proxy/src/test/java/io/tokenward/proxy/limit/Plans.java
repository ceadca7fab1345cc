package io.tokenward.proxy.limit;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Plans and accounts as tests need them. */
final class Plans {
    private Plans() {}

    static Plan daily(long tokens) {
        return of(Rates.unlimited(), new Quotas(OptionalLong.of(tokens), OptionalLong.empty()), ZoneOffset.UTC);
    }

    static Plan monthly(long tokens, ZoneId zone) {
        return of(Rates.unlimited(), new Quotas(OptionalLong.empty(), OptionalLong.of(tokens)), zone);
    }

    static Plan quotas(long day, long month, ZoneId zone) {
        return of(Rates.unlimited(), new Quotas(OptionalLong.of(day), OptionalLong.of(month)), zone);
    }

    static Plan requests(long perMinute) {
        return of(new Rates(OptionalLong.of(perMinute), OptionalLong.empty(), OptionalInt.empty()), Quotas.unlimited(),
                ZoneOffset.UTC);
    }

    static Plan tokens(long perMinute) {
        return of(new Rates(OptionalLong.empty(), OptionalLong.of(perMinute), OptionalInt.empty()), Quotas.unlimited(),
                ZoneOffset.UTC);
    }

    static Plan concurrency(int most) {
        return of(new Rates(OptionalLong.empty(), OptionalLong.empty(), OptionalInt.of(most)), Quotas.unlimited(),
                ZoneOffset.UTC);
    }

    static Plan of(Rates rates, Quotas quotas, ZoneId zone) {
        return new Plan("starter", rates, quotas, zone, Map.of());
    }

    static Account account(Plan plan) {
        return new Account("key-1", "acme", plan);
    }
}
