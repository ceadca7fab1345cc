package io.tokenward.proxy.limit;

import io.tokenward.proxy.limit.RedisAnswer.Held;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What this process granted by itself while the shared store was silent; what is used of it is told later, under another id than
 * the one that is to be forgotten. Thread-safe.
 *
 * @param here what its rates gave
 * @param share what was taken of this process's part; empty where nothing bounds it
 */
record LocalShare(RedisBooks books, Held late, LocalReservation here, Optional<KnownLeft.Share> share)
        implements
            RedisReservation.Ending {
    @Override
    public CompletableFuture<Void> settle(Charge charged) {
        Runnable told = end(charged);
        CompletableFuture<Void> settled = late.account().kept()
                ? books.settle(late, charged, 0)
                : CompletableFuture.completedFuture(null);
        return settled.whenComplete((done, lost) -> told.run());
    }

    @Override
    public CompletableFuture<Void> release() {
        end(Charge.NOTHING).run();
        return CompletableFuture.completedFuture(null);
    }

    /** Nobody can be asked: what was granted has to do. */
    @Override
    public CompletableFuture<Boolean> grow(long moreTokens) {
        return CompletableFuture.completedFuture(false);
    }

    private Runnable end(Charge charged) {
        here.settleCharged(charged);
        return share.map(taken -> taken.settle(charged)).orElse(() -> {});
    }
}
