package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.LocalReservation.Held;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Quotas, budgets and packs of all accounts, in memory. Thread-safe. */
final class LocalMeters {
    private final Clock clock;
    private final Ledgers ledgers;
    private final Purses purses;
    private final PackageWatch watch = new PackageWatch();

    LocalMeters(Clock clock, Ledgers ledgers, Purses purses) {
        this.clock = clock;
        this.ledgers = ledgers;
        this.purses = purses;
    }

    Purses purses() {
        return purses;
    }

    PackageWatch watch() {
        return watch;
    }

    Balances balances(Account account) {
        Instant now = clock.instant();
        return ledgers.look(account, now).balances(account.plan(), now);
    }

    /** Refuses accounts that have nothing left of something. Answers whether there is little left of the package. */
    Optional<PackageStanding> requireUnspent(Account account) throws Denied {
        if (!account.bound()) return Optional.empty();
        Instant now = clock.instant();
        for (Metered metered : account.meters())
            if (metered.limited()) ledger(account, metered, now).requireUnspent(metered, account.plan(), now);
        Optional<TokenPackage> granted = account.plan().tokenPackage();
        return granted.isPresent() ? requireUnspent(account, granted.get(), now) : Optional.empty();
    }

    /** Holds a demand in all meters and packs, or in none. */
    Held hold(Account account, Demand demand) throws Denied {
        Charge most = account.plan().most(demand.model(), demand.most());
        Instant now = clock.instant();
        List<Metered> metered = account.meters(demand);
        List<MeterHold> meters = new ArrayList<>(metered.size());
        try {
            for (Metered each : metered)
                meters.add(MeterHold.of(each, ledger(account, each, now), account.plan(), most, now));
            Optional<TokenPackage> granted = account.plan().tokenPackage();
            Optional<PurseHold> packs = granted.isEmpty()
                    ? Optional.empty()
                    : Optional.of(purses.of(account).hold(account, granted.get(), most.tokens(), now));
            return new Held(meters, most, packs, demand.most().tokens());
        } catch (Denied refused) {
            for (MeterHold each : meters)
                each.settle(Charge.NOTHING);
            throw refused;
        }
    }

    private Optional<PackageStanding> requireUnspent(Account account, TokenPackage granted, Instant now) throws Denied {
        try {
            return watch.left(account, purses.of(account).requireUnspent(account, granted, now), now);
        } catch (Denied spent) {
            watch.left(account, 0, now);
            throw spent;
        }
    }

    private Ledger ledger(Account account, Metered metered, Instant now) throws Denied {
        Optional<Ledger> known = ledgers.of(metered, account.plan(), now);
        if (known.isPresent()) return known.get();
        return switch (account.storeDown()) {
            case CLOSED, LOCAL_SHARE -> throw Problem.STORE_DOWN.denied();
            // Nobody will look at it again: each request is measured by its own size alone.
            case OPEN -> new Ledger(metered.meter(), account.plan().zone(), now);
        };
    }
}
