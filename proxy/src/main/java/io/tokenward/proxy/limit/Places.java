package io.tokenward.proxy.limit;

import io.lettuce.core.ZAddArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Places that requests of this process have in a shared store. Thread-safe. A place is lent for {@link #LEASE} and lent again
 * while its request runs, so that those of a process that died are free soon.
 */
final class Places {
    static final Duration LEASE = Duration.ofSeconds(90);
    private static final Duration RENEWAL = Duration.ofSeconds(30);

    private record Place(String key, String exchange) {}

    private final RedisClusterAsyncCommands<String, String> commands;
    private final RedisStore store;
    private final RedisTime time;
    private final OverdueEndings overdue;
    private final Set<Place> taken = ConcurrentHashMap.newKeySet();

    Places(RedisClusterAsyncCommands<String, String> commands, RedisStore store, RedisTime time,
            OverdueEndings overdue) {
        this.commands = commands;
        this.store = store;
        this.time = time;
        this.overdue = overdue;
    }

    void renewOn(ScheduledExecutorService executor) {
        executor.scheduleWithFixedDelay(this::renew, RENEWAL.toSeconds(), RENEWAL.toSeconds(), TimeUnit.SECONDS);
    }

    /** A place was taken; answers how it is given back. */
    Runnable taken(String key, String exchange) {
        var place = new Place(key, exchange);
        taken.add(place);
        return () -> {
            taken.remove(place);
            giveBack(key, exchange);
        };
    }

    /** Gives back a place that an exchange has or may have, later if Redis is silent; if that is lost, the lease ends by itself. */
    void giveBack(String key, String exchange) {
        overdue.tryTelling(() -> store.ask(() -> commands.zrem(key, exchange)));
    }

    /** Lends all of them again; those that were given back meanwhile stay so. */
    CompletableFuture<Void> renew() {
        double end = time.now().plus(LEASE).toEpochMilli();
        List<CompletableFuture<?>> asked = new ArrayList<>();
        for (Place place : taken) {
            asked.add(store.ask(() -> commands.zadd(place.key(), ZAddArgs.Builder.xx(), end, place.exchange())));
            asked.add(store.ask(() -> commands.pexpire(place.key(), LEASE.multipliedBy(2))));
        }
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new));
    }
}
