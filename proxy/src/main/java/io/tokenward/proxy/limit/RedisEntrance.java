package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/** The first step of an exchange on a shared store: it passes its key and its levels, or takes nothing of any. Thread-safe. */
final class RedisEntrance {
    /** How often a script is asked again whose periods had ended. */
    static final int MOST_MOVES = 3;

    private final RedisBooks books;
    private final KnownLeft known;
    private final PackageWatch watch;

    /** @param known is told what is left */
    RedisEntrance(RedisBooks books, KnownLeft known, PackageWatch watch) {
        this.books = books;
        this.known = known;
        this.watch = watch;
    }

    /** What an exchange has when it has entered. */
    record Entered(Optional<PackageStanding> standing, Taken places) {}

    /** Passes the key and all levels that the head tells. */
    CompletableFuture<Entered> pass(Account account, String exchange) {
        var places = new Taken();
        var asked = new Taken();
        var standing = new AtomicReference<Optional<PackageStanding>>(Optional.empty());
        CompletableFuture<Void> passed = place(account, Refusals.KEY, exchange, places)
                .thenCompose(little -> {
                    standing.set(little);
                    return books.rates().ask(account, Refusals.KEY, asked);
                });
        for (Level level : account.levels())
            passed = passed.thenCompose(
                    before -> pass(byItself(level, account), level.words(), exchange, places, asked));
        return passed.whenComplete((done, failure) -> {
            if (failure == null) return;
            asked.giveBack();
            places.giveBack();
        }).thenApply(done -> new Entered(requireNonNull(standing.get()), places));
    }

    /** Takes a place and one request of one level. */
    CompletableFuture<Void> pass(Account account, String who, String exchange, Taken places, Taken asked) {
        return place(account, who, exchange, places).thenCompose(placed -> books.rates().ask(account, who, asked));
    }

    /** A level stands for itself, as a key without tenant does. */
    static Account byItself(Level level, Account account) {
        return new Account(level.id(), "", new Plan(account.plan().name(), level.rates(), Quotas.unlimited(),
                ZoneOffset.UTC, Map.of()), account.storeDown());
    }

    /** Refuses the spent and takes a place. Answers whether there is little left of the package. */
    private CompletableFuture<Optional<PackageStanding>> place(Account account, String who, String exchange,
            Taken places) {
        Plan plan = account.plan();
        if (!account.bound() && plan.rates().concurrency().isEmpty())
            return CompletableFuture.completedFuture(Optional.empty());
        String key = RedisKeys.of(account).places(account.keyId());
        String most = plan.rates().concurrency().isEmpty()
                ? ""
                : Integer.toString(plan.rates().concurrency().getAsInt());
        List<Metered> meters = account.meters();
        return books.run(RedisScript.ENTER, account, meters, key, MOST_MOVES, most, exchange,
                Long.toString(Places.LEASE.toMillis()))
                .thenApply(answer -> {
                    OptionalLong whole = answer.ofPackage();
                    Optional<PackageStanding> little = whole.isEmpty()
                            ? Optional.empty()
                            : watch.left(account, whole.getAsLong(), answer.now());
                    Rests rests = answer.restsOrRefuse(account, meters, who, Charge.NOTHING);
                    if (account.bound()) known.heard(account, meters, rests);
                    if (!most.isEmpty()) places.add(books.places().taken(key, exchange));
                    return little;
                })
                .whenComplete((placed, failure) -> {
                    // Nobody knows whether Redis gave a place: it would be lent to nobody for as long as a lease lasts.
                    if (failure != null && StoreOutage.unsure(failure) && !most.isEmpty())
                        books.places().giveBack(key, exchange);
                });
    }
}
