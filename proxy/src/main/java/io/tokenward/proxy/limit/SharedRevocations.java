package io.tokenward.proxy.limit;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Ids of keys that some proxy has revoked, for all of them. To be asked a few times a second, by one thread at a time. What was
 * known stays known, whether Redis is silent or has lost it; then it is told again.
 */
public final class SharedRevocations {
    private static final String KEY = "tw:{revoked}";

    private final RedisClusterAsyncCommands<String, String> commands;
    private final RedisStore store;
    /** What Redis has, as far as we know. */
    private final Set<String> told = new HashSet<>();
    private final Set<String> heard = new HashSet<>();
    private long known = -1;

    SharedRevocations(RedisClusterAsyncCommands<String, String> commands, RedisStore store) {
        this.commands = commands;
        this.store = store;
    }

    /**
     * Tells what is revoked here and hears what is revoked anywhere.
     *
     * @param here ids of the keys revoked here
     * @param anywhere told all ids, if there are others than the last time
     */
    public void exchange(Set<String> here, Consumer<Set<String>> anywhere) {
        tell(here).thenCompose(done -> store.ask(() -> commands.scard(KEY))).thenCompose(count -> {
            if (count == known) return CompletableFuture.completedFuture(null);
            return store.ask(() -> commands.smembers(KEY)).thenAccept(ids -> {
                // Nothing is ever taken out: if there are fewer, Redis has forgotten some.
                told.retainAll(ids);
                told.addAll(ids);
                heard.addAll(ids);
                anywhere.accept(Set.copyOf(heard));
                known = ids.size();
            });
        }).exceptionally(silent -> null).join();
    }

    private CompletableFuture<Void> tell(Set<String> here) {
        Set<String> fresh = new HashSet<>(here);
        fresh.addAll(heard);
        fresh.removeAll(told);
        if (fresh.isEmpty()) return CompletableFuture.completedFuture(null);
        return store.ask(() -> commands.sadd(KEY, fresh.toArray(String[]::new)))
                .thenAccept(added -> told.addAll(fresh));
    }
}
