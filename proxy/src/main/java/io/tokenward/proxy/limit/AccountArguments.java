package io.tokenward.proxy.limit;

import java.time.Instant;
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
 * figures where the date is the same there. Thread-safe.
 */
final class AccountArguments {
    /** Arguments before those of a single script. */
    private static final int COMMON = 23;

    private final ToldPeriods periods = new ToldPeriods();

    /**
     * For an account whose periods are those that run at {@code now}.
     *
     * @param meters of which the first is that of its plan's tokens
     */
    String[] of(Account account, List<Metered> meters, RedisTime time, Instant now, String... more) {
        String[] arguments = new String[COMMON + more.length];
        Arrays.fill(arguments, "");
        arguments[0] = time.argument();
        arguments[1] = account.keyId();
        arguments[2] = account.plan().name();
        period(arguments, 3, QuotaPeriod.DAY, account, now);
        period(arguments, 7, QuotaPeriod.MONTH, account, now);
        Optional<TokenPackage> granted = account.plan().tokenPackage();
        granted.ifPresent(tokens -> grant(arguments, account, tokens, now));
        arguments[22] = meters.size() == 1
                ? ""
                : meters.stream().skip(1).map(AccountArguments::line).collect(Collectors.joining());
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

    private void period(String[] arguments, int from, QuotaPeriod period, Account account, Instant now) {
        ToldPeriods.Told told = periods.at(now, period, account.plan().zone()).now();
        arguments[from] = told.date();
        arguments[from + 1] = told.start();
        arguments[from + 2] = told.end();
        arguments[from + 3] = limit(account.plan().quotas().of(period));
    }

    private void grant(String[] arguments, Account account, TokenPackage granted, Instant now) {
        ToldPeriods.Running running = periods.at(now, granted.every(), account.plan().zone());
        String prefix = PlanPackage.prefix(account);
        arguments[11] = Long.toString(granted.tokens());
        arguments[12] = Long.toString(granted.carryOver());
        arguments[13] = PlanPackage.SOURCE + prefix;
        arguments[14] = PlanPackage.SOURCE + prefix + running.now().date();
        arguments[15] = running.now().start();
        arguments[16] = running.now().end();
        arguments[17] = PlanPackage.SOURCE + prefix + running.before().date();
        arguments[18] = running.before().start();
        arguments[19] = running.before().end();
        arguments[20] = PlanPackage.CARRIED + prefix + running.now().date();
        arguments[21] = account.tenant().isEmpty() ? account.keyId() : "";
    }

    static String millis(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }
}
