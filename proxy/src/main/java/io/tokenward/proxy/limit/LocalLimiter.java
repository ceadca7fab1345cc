package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LocalReservation.Held;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

    private final Clock clock;
    private final Buckets requests;
    private final Buckets tokens;
    private final InFlight inFlight = new InFlight();
    private final Ledgers ledgers;
    private final Purses purses;
    private final PackageWatch watch = new PackageWatch();

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
        this.clock = clock;
        var time = new SteadyTime(clock);
        requests = new Buckets(mostAccounts, time);
        tokens = new Buckets(mostAccounts, time);
        ledgers = new Ledgers(mostAccounts, earlier);
        this.purses = purses;
    }

    @Override
    public CompletionStage<Permit> enter(Account account, String exchange) {
        try {
            return CompletableFuture.completedStage(admit(account, exchange));
        } catch (Denied denied) {
            return CompletableFuture.failedStage(denied);
        }
    }

    @Override
    public CompletionStage<Reservation> reserve(Permit permit, String model, long estimate) {
        return ExchangePermit.of(permit, this).reservation(estimate, attempt -> {
            try {
                return CompletableFuture.completedFuture(hold(permit.account(), model, estimate));
            } catch (Denied denied) {
                return CompletableFuture.failedFuture(denied);
            }
        });
    }

    /** Where the quotas of an account stand now. */
    public Balances balances(Account account) {
        Instant now = clock.instant();
        return ledgers.look(account, now).balances(account.plan(), now);
    }

    /** Gives somebody a pack; false if it was granted before. */
    boolean grant(Pack pack) {
        return purses.add(pack, 0);
    }

    /** The packs of a tenant, in the order in which they are drawn on. */
    List<PackBalance> packs(String tenant) {
        return purses.balances(tenant);
    }

    /** Who looks at how much is left. */
    PackageWatch watch() {
        return watch;
    }

    /** Requests of a key in flight; 0 where its plan does not limit them. */
    int inFlight(String keyId) {
        return inFlight.of(keyId);
    }

    private Permit admit(Account account, String exchange) throws Denied {
        Instant now = clock.instant();
        ledger(account, now).requireUnspent(account.plan(), now);
        Optional<TokenPackage> granted = account.plan().tokenPackage();
        if (granted.isPresent()) requireUnspent(account, granted.get(), now);
        // Places are given back at the end, requests only if another level refuses.
        var places = new Taken();
        var asked = new Taken();
        try {
            pass(account.keyId(), Refusals.KEY, account.plan().rates(), places, asked);
            for (Level level : account.levels())
                pass(level.id(), level.words(), level.rates(), places, asked);
        } catch (Denied | RuntimeException refused) {
            asked.giveBack();
            places.giveBack();
            throw refused;
        }
        return new ExchangePermit(this, account, exchange, places::giveBack);
    }

    private void requireUnspent(Account account, TokenPackage granted, Instant now) throws Denied {
        try {
            watch.left(account, purses.of(account).requireUnspent(account, granted, now), now);
        } catch (Denied spent) {
            watch.left(account, 0, now);
            throw spent;
        }
    }

    /** Takes a place and a request of one level. */
    private void pass(String id, String who, Rates rates, Taken places, Taken asked) throws Denied {
        if (rates.concurrency().isPresent()) {
            int limit = rates.concurrency().getAsInt();
            if (!inFlight.enter(id, limit)) throw Refusals.concurrency(who, limit);
            places.add(() -> inFlight.leave(id));
        }
        ask(id, who, rates, asked);
    }

    private void ask(String id, String who, Rates rates, Taken asked) throws Denied {
        Optional<RateBucket> bucket = requests.of(id, rates.requestsPerMinute());
        Optional<Duration> wait = bucket.flatMap(b -> b.take(1));
        if (wait.isPresent()) throw Refusals.requests(who, bucket.get().capacity(), wait.get());
        bucket.ifPresent(b -> asked.add(() -> b.settle(1, 0)));
    }

    /** The same as {@link #reserve}, once more for each call. */
    LocalReservation hold(Account account, String model, long estimate) throws Denied {
        Plan plan = account.plan();
        Ledger ledger = ledger(account, clock.instant());
        // Quotas first: of two refusals the one that no waiting mends must win.
        Held held = hold(account, model, estimate, ledger);
        var taken = new Taken();
        taken.add(() -> {
            ledger.settle(held.hold(), 0);
            held.packs().ifPresent(packs -> packs.settle(0));
        });
        List<RateBucket> buckets = new ArrayList<>();
        try {
            Optional<Level> own = plan.levels().model(account.keyId(), model);
            if (own.isPresent()) ask(own.get().id(), own.get().words(), own.get().rates(), taken);
            long weighed = held.hold().tokens();
            take(account.keyId(), Refusals.KEY, plan.rates(), weighed, taken, buckets);
            for (Level level : account.levels(model))
                take(level.id(), level.words(), level.rates(), weighed, taken, buckets);
        } catch (Denied | RuntimeException refused) {
            taken.giveBack();
            throw refused;
        }
        return new LocalReservation(plan, model, ledger, held, buckets, more -> hold(account, model, more, ledger));
    }

    /** Takes tokens of the rate of one level. */
    private void take(String id, String who, Rates rates, long weighed, Taken taken, List<RateBucket> buckets)
            throws Denied {
        Optional<RateBucket> bucket = tokens.of(id, rates.tokensPerMinute());
        if (bucket.isEmpty()) return;
        Optional<Duration> wait = bucket.get().take(weighed);
        if (wait.isPresent()) throw Refusals.tokens(who, bucket.get().capacity(), wait.get());
        taken.add(() -> bucket.get().settle(weighed, 0));
        buckets.add(bucket.get());
    }

    /** Holds tokens of quotas and packs, or of none. */
    private Held hold(Account account, String model, long estimate, Ledger ledger) throws Denied {
        long weighed = account.plan().weigh(model, estimate);
        Instant now = clock.instant();
        Ledger.Hold hold = ledger.reserve(account.plan(), weighed, now);
        return new Held(hold, hold(account, weighed, now, ledger, hold), estimate);
    }

    /** Holds tokens of packs, where the plan wants that; a refusal gives the quotas back what they held. */
    private Optional<PurseHold> hold(Account account, long weighed, Instant now, Ledger ledger, Ledger.Hold hold)
            throws Denied {
        Optional<TokenPackage> granted = account.plan().tokenPackage();
        if (granted.isEmpty()) return Optional.empty();
        try {
            return Optional.of(purses.of(account).hold(account, granted.get(), weighed, now));
        } catch (Denied refused) {
            ledger.settle(hold, 0);
            throw refused;
        }
    }

    private Ledger ledger(Account account, Instant now) throws Denied {
        Optional<Ledger> known = ledgers.of(account, now);
        if (known.isPresent()) return known.get();
        return switch (account.storeDown()) {
            case CLOSED, LOCAL_SHARE -> throw Problem.STORE_DOWN.denied();
            // Nobody will look at it again: each request is measured by its own size alone.
            case OPEN -> new Ledger(account.plan().zone(), now);
        };
    }
}
