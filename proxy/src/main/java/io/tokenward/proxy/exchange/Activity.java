package io.tokenward.proxy.exchange;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Which exchanges are under way, and whether the process drains. Thread-safe. */
public final class Activity {
    /** What ends an exchange early. */
    private final Map<Exchange, Runnable> running = new ConcurrentHashMap<>();
    private volatile boolean draining;

    void began(Exchange exchange, Runnable cut) {
        running.put(exchange, cut);
    }

    void ended(Exchange exchange) {
        running.remove(exchange);
    }

    /** Exchanges under way. */
    public int running() {
        return running.size();
    }

    /** From now on every answer closes its connection. */
    public void drain() {
        draining = true;
    }

    /** Ends what is under way now, each so that its caller sees that it was not finished. Returns at once. */
    public void cut() {
        running.values().forEach(Runnable::run);
    }

    /** Whether {@link #drain} was called. */
    public boolean draining() {
        return draining;
    }
}
