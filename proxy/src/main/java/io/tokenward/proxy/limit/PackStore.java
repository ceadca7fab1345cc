package io.tokenward.proxy.limit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** Where packs are kept beyond the life of a process. Thread-safe. */
public interface PackStore extends AutoCloseable {
    /**
     * Gives somebody a pack. Completes when it is kept and may be drawn on, with false if it was granted before; fails with
     * {@code STORE_DOWN} if it cannot be kept.
     */
    CompletionStage<Boolean> grant(Pack pack);

    /** The packs of a tenant, in the order in which they are drawn on. May wait for the store. */
    List<PackBalance> packs(String tenant);

    /**
     * Who is told when a payer has less than a fifth of its package left, and when it has nothing. On the thread of a request:
     * it must not wait.
     */
    void watch(Consumer<PackageNotice> listener);

    /** Why nothing can be kept now; empty if it can. */
    Optional<String> problem();

    /** Writes what was not written yet, waiting up to ten seconds. From then on everything is refused. */
    @Override
    void close();
}
