package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What becomes of requests while a shared store is silent, as {@link StoreDown} of their account says. Thread-safe.
 *
 * <p>{@code CLOSED}: refused. {@code OPEN}: rates are counted here, quotas and packages by nobody. {@code LOCAL_SHARE}: this
 * process grants its part, one of so many nodes, of the rates and of what the store said last was left.
 */
final class StoreOutage {
    private final LocalLimiter alone;
    private final KnownLeft left;
    private final RedisBooks books;
    private final int nodes;

    StoreOutage(Clock clock, RedisBooks books, KnownLeft left, int nodes) {
        alone = new LocalLimiter(clock, LocalLimiter.DEFAULT_MOST_ACCOUNTS);
        this.books = books;
        this.left = left;
        this.nodes = nodes;
    }

    /** A place and one request, by what this process counts. */
    CompletableFuture<Permit> enter(Account account, String exchange) {
        if (account.storeDown() == StoreDown.CLOSED) return refused();
        return alone.enter(counted(account), exchange).toCompletableFuture();
    }

    /** Tokens, by what this process knows. */
    CompletableFuture<Reservation> reserve(ExchangePermit permit, Held held) {
        Account account = held.account();
        if (account.storeDown() == StoreDown.CLOSED) return refused();
        if (account.storeDown() == StoreDown.LOCAL_SHARE && !books.hasRoom()) return refused();
        boolean bound = account.storeDown() == StoreDown.LOCAL_SHARE && account.bound();
        Optional<KnownLeft.Share> share = bound ? left.take(account, held.demand(), held.at()) : Optional.empty();
        if (bound && share.isEmpty()) return refused();
        try {
            LocalReservation here = alone.hold(permit, counted(account), held.demand());
            return CompletableFuture.completedFuture(new RedisReservation(account.plan(), held.demand().model(),
                    held.tokens(), new LocalShare(books, held.late(), here, share)));
        } catch (Denied | RuntimeException refused) {
            share.ifPresent(taken -> taken.settle(Charge.NOTHING));
            return CompletableFuture.failedFuture(refused);
        }
    }

    private Account counted(Account account) {
        int of = account.storeDown() == StoreDown.OPEN ? 1 : nodes;
        return new Account(account.keyId(), account.tenant(), account.plan().part(of), account.storeDown(),
                account.levels()
                        .stream()
                        .map(each -> new Level(each.kind(), each.name(), each.rates().part(of)))
                        .toList());
    }

    private static <T> CompletableFuture<T> refused() {
        return CompletableFuture.failedFuture(Problem.STORE_DOWN.denied());
    }

    /** Whether a failure leaves open what the store did. */
    static boolean unsure(Throwable failure) {
        return in(failure).filter(StoreSilent::asked).isPresent();
    }

    /** The silence of a store in a failure, wrapped or not; empty for any other failure. */
    static Optional<StoreSilent> in(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return cause instanceof StoreSilent silent ? Optional.of(silent) : Optional.empty();
    }
}
