package io.tokenward.proxy.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Asks which addresses a name has; may wait for a network, so never on an event loop. Thread-safe. */
@FunctionalInterface
public interface Lookup {
    /** The machine's own resolver, with the cache of the Java runtime before it. */
    Lookup SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /** All addresses, at least one. */
    List<InetAddress> addresses(String name) throws UnknownHostException;

    /** A few threads for them; more than {@code waiting} look-ups that wait are refused. */
    static ExecutorService threads(int waiting) {
        var threads = new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(waiting),
                Thread.ofPlatform().daemon().name("lookup-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
