package io.tokenward.proxy.upstream;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks host names up on threads of its own: the operating system's resolver blocks, for seconds where a name server is silent.
 * The Java runtime remembers what was found, so a look-up seldom waits. Thread-safe.
 */
final class HostNames extends AddressResolverGroup<InetSocketAddress> {
    static final HostNames OFF_LOOP = new HostNames();

    private static final int THREADS = 4;
    /** As many look-ups may wait; more are answered at once that the name is not known. */
    private static final int MOST_WAITING = 4096;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 30, TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING), Thread.ofPlatform().daemon().name("host-names", 0).factory());

    private HostNames() {
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new InetNameResolver(executor) {
            @Override
            protected void doResolve(String name, Promise<InetAddress> promise) {
                look(name, promise, () -> InetAddress.getByName(name));
            }

            @Override
            protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                look(name, promise, () -> List.of(InetAddress.getAllByName(name)));
            }
        }.asAddressResolver();
    }

    @FunctionalInterface
    private interface LookUp<T> {
        T now() throws UnknownHostException;
    }

    private <T> void look(String name, Promise<T> promise, LookUp<T> lookUp) {
        if (NetUtil.isValidIpV4Address(name) || NetUtil.isValidIpV6Address(name)) {
            complete(promise, lookUp);
            return;
        }
        try {
            threads.execute(() -> complete(promise, lookUp));
        } catch (RejectedExecutionException full) {
            promise.tryFailure(new UnknownHostException("too many look-ups wait"));
        }
    }

    private static <T> void complete(Promise<T> promise, LookUp<T> lookUp) {
        try {
            promise.trySuccess(lookUp.now());
        } catch (UnknownHostException | RuntimeException unknown) {
            promise.tryFailure(unknown);
        }
    }
}
