package io.tokenward.proxy.limit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What the scripts of a Redis server have to know of an account: its periods with their limits, and its package. The order is
 * that of {@code prelude.lua}.
 *
 * <p>Quotas go by the first date of their period, which is the same in all zones: a plan that moves to another zone keeps its
 * figures where the date is the same there.
 */
final class AccountArguments {
    /** Arguments before those of a single script. */
    private static final int COMMON = 23;

    private AccountArguments() {}

    /**
     * For an account whose periods are those that run at {@code now}.
     *
     * @param meters of which the first is that of its plan's tokens
     */
    static String[] of(Account account, List<Metered> meters, RedisTime time, Instant now, String... more) {
        String[] arguments = new String[COMMON + more.length];
        Arrays.fill(arguments, "");
        arguments[0] = time.argument();
        arguments[1] = account.keyId();
        arguments[2] = account.plan().name();
        period(arguments, 3, QuotaPeriod.DAY, account, now);
        period(arguments, 7, QuotaPeriod.MONTH, account, now);
        Optional<TokenPackage> granted = account.plan().tokenPackage();
        granted.ifPresent(tokens -> grant(arguments, account, tokens, now));
        arguments[22] = meters.stream().skip(1).map(AccountArguments::line).collect(Collectors.joining());
        System.arraycopy(more, 0, arguments, COMMON, more.length);
        return arguments;
    }

    /** A meter besides: its field, its unit, its limits of a day and a month. */
    private static String line(Metered metered) {
        Owner owner = metered.meter().owner();
        String field = owner.plan().isEmpty() ? owner.keyId() : owner.plan();
        boolean money = metered.meter().unit() == Unit.MONEY;
        return field + (money ? "|$\t2\t" : "\t1\t") + limit(metered.quotas().day()) + "\t"
                + limit(metered.quotas().month()) + "\n";
    }

    private static String limit(OptionalLong limit) {
        return limit.isPresent() ? Long.toString(limit.getAsLong()) : "";
    }

    private static void period(String[] arguments, int from, QuotaPeriod period, Account account, Instant now) {
        ZoneId zone = account.plan().zone();
        Window window = period.around(now, zone);
        OptionalLong limit = account.plan().quotas().of(period);
        arguments[from] = LocalDate.ofInstant(window.start(), zone).toString();
        arguments[from + 1] = millis(window.start());
        arguments[from + 2] = millis(window.end());
        arguments[from + 3] = limit(limit);
    }

    private static void grant(String[] arguments, Account account, TokenPackage granted, Instant now) {
        var current = new PlanPackage(account, granted, now);
        PlanPackage before = current.previous();
        arguments[11] = Long.toString(granted.tokens());
        arguments[12] = Long.toString(granted.carryOver());
        arguments[13] = current.idPrefix();
        arguments[14] = current.id();
        arguments[15] = millis(current.window().start());
        arguments[16] = millis(current.window().end());
        arguments[17] = before.id();
        arguments[18] = millis(before.window().start());
        arguments[19] = millis(before.window().end());
        arguments[20] = current.carriedId();
        arguments[21] = account.tenant().isEmpty() ? account.keyId() : "";
    }

    static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
