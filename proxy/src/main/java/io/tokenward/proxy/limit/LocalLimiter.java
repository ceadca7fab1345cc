package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LocalReservation.Held;
import io.tokenward.proxy.problem.Denied;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Limits in the memory of this process: a restart forgets them. Every stage is complete on return and costs no hop.
 * Thread-safe; takes a lock per key or tenant for microseconds, waits for nothing else.
 *
 * <p>Memory is bounded by the number of accounts it may remember. At that bound the least used key loses its rate bucket and
 * begins with a full one; quotas are never forgotten while they run, so a tenant that finds no room is refused with
 * {@code STORE_DOWN}.
 *
 * <p>The clock may be set at any time. Backwards: rates go on from where they were, quotas find the figures of the day they
 * return to. Forwards: buckets are full, quotas are in the period the clock says.
 */
public final class LocalLimiter implements Limiter {
    /** Keys and tenants remembered unless said otherwise; some 100 MB if all of them come within minutes. */
    public static final int DEFAULT_MOST_ACCOUNTS = 100_000;

    private final LocalRates rates;
    private final LocalMeters meters;

    /** A limiter that remembers up to {@link #DEFAULT_MOST_ACCOUNTS}. */
    public LocalLimiter(Clock clock) {
        this(clock, DEFAULT_MOST_ACCOUNTS);
    }

    /**
     * A limiter without any usage yet.
     *
     * @param mostAccounts keys, and tenants, that are remembered at most; at least 1
     */
    public LocalLimiter(Clock clock, int mostAccounts) {
        this(clock, mostAccounts, EarlierUse.none(), new Purses(Map.of(), pack -> {}));
    }

    /** A limiter that goes on where an earlier one stopped. */
    LocalLimiter(Clock clock, int mostAccounts, EarlierUse earlier, Purses purses) {
        if (mostAccounts < 1)
            throw new IllegalArgumentException("mostAccounts must be at least 1, was " + mostAccounts);
        rates = new LocalRates(clock, mostAccounts);
        meters = new LocalMeters(clock, new Ledgers(mostAccounts, earlier), purses);
    }

    @Override
    public CompletionStage<Permit> enter(Account account, String exchange) {
        try {
            return CompletableFuture.completedStage(admit(this, account, exchange));
        } catch (Denied denied) {
            return CompletableFuture.failedStage(denied);
        }
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, Demand demand) {
        ExchangePermit own = ExchangePermit.of(permit, this);
        return own.reservation(attempt -> {
            try {
                return CompletableFuture.completedFuture(hold(own, permit.account(), demand));
            } catch (Denied denied) {
                return CompletableFuture.failedFuture(denied);
            }
        });
    }

    /** Where the quotas of an account stand now. */
    public Balances balances(Account account) {
        return meters.balances(account);
    }

    /** Gives somebody a pack; false if it was granted before. */
    boolean grant(Pack pack) {
        return meters.purses().add(pack, 0);
    }

    /** The packs of a tenant, in the order in which they are drawn on. */
    List<PackBalance> packs(String tenant) {
        return meters.purses().balances(tenant);
    }

    /** Who looks at how much is left. */
    PackageWatch watch() {
        return meters.watch();
    }

    /** Requests of a key in flight; 0 where its plan does not limit them. */
    int inFlight(String keyId) {
        return rates.inFlight(keyId);
    }

    /**
     * The same as {@link #enter}, at once.
     *
     * @param limiter whose permit it will be
     */
    ExchangePermit admit(Limiter limiter, Account account, String exchange) throws Denied {
        Optional<PackageStanding> standing = meters.requireUnspent(account);
        // Places are given back at the end, requests only if another level refuses.
        var places = new Taken();
        var asked = new Taken();
        try {
            rates.pass(account.keyId(), Refusals.KEY, account.plan().rates(), places, asked);
            for (Level level : account.levels())
                rates.pass(level.id(), level.words(), level.rates(), places, asked);
        } catch (Denied | RuntimeException refused) {
            asked.giveBack();
            places.giveBack();
            throw refused;
        }
        return new ExchangePermit(limiter, account, exchange, standing, places);
    }

    /**
     * The same as {@link #reserve}, once more for each call.
     *
     * @param permit gives back, with what it has, the places of levels that the body told
     */
    LocalReservation hold(ExchangePermit permit, Account account, Demand demand) throws Denied {
        // Quotas first: of two refusals the one that no waiting mends must win.
        Held held = meters.hold(account, demand);
        var taken = new Taken();
        var places = new Taken();
        List<RateUse> used = new ArrayList<>(0);
        try {
            for (Level level : account.lateLevels(demand))
                rates.pass(level.id(), level.words(), level.rates(), places, taken);
            long weighed = held.charge().tokens();
            rates.take(account.keyId(), Refusals.KEY, account.plan().rates(), weighed, demand.bytes(), taken, used);
            for (Level level : account.levels(demand))
                rates.take(level.id(), level.words(), level.rates(), weighed, demand.bytes(), taken, used);
        } catch (Denied | RuntimeException refused) {
            places.giveBack();
            taken.giveBack();
            held.giveBack();
            throw refused;
        }
        permit.has(places);
        return new LocalReservation(account.plan(), demand.model(), held, used,
                more -> meters.hold(account, demand.with(more)));
    }
}
