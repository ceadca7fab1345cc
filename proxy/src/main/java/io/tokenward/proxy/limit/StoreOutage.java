package io.tokenward.proxy.limit;

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
    private final int nodes;

    StoreOutage(Clock clock, int most, int nodes) {
        alone = new LocalLimiter(clock, most);
        left = new KnownLeft(most, nodes);
        this.nodes = nodes;
    }

    /** The store said so; negative if it said nothing of it. */
    void heard(Account account, long amount) {
        left.heard(account, amount);
    }

    /** A place and one request, by what this process counts. */
    CompletableFuture<Permit> enter(Account account, String exchange) {
        if (account.storeDown() == StoreDown.CLOSED) return refused();
        return alone.enter(counted(account), exchange).toCompletableFuture();
    }

    /** Tokens, by what this process knows. */
    LocalReservation hold(ExchangePermit permit, Account account, Demand demand) throws Denied {
        long weighed = account.plan().most(demand.model(), demand.most()).tokens();
        if (account.storeDown() == StoreDown.CLOSED) throw Problem.STORE_DOWN.denied();
        boolean share = account.storeDown() == StoreDown.LOCAL_SHARE && account.bound();
        if (share && !left.take(account, weighed)) throw Problem.STORE_DOWN.denied();
        try {
            return alone.hold(permit, counted(account), demand);
        } catch (Denied refused) {
            if (share) left.settle(account, weighed, 0);
            throw refused;
        }
    }

    /** A {@link #hold} ended: what it did not need may be granted again. */
    void settle(Account account, long weighed, long used) {
        if (account.storeDown() == StoreDown.LOCAL_SHARE && account.bound()) left.settle(account, weighed, used);
    }

    private Account counted(Account account) {
        int of = account.storeDown() == StoreDown.OPEN ? 1 : nodes;
        return new Account(account.keyId(), account.tenant(), account.plan().part(of), account.storeDown(),
                account.levels()
                        .stream()
                        .map(each -> new Level(each.kind(), each.name(), each.rates().part(of)))
                        .toList());
    }

    private static CompletableFuture<Permit> refused() {
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
