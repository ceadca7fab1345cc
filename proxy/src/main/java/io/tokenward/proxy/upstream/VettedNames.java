package io.tokenward.proxy.upstream;

import static java.util.Objects.requireNonNull;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.tokenward.proxy.host.AddressKind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Resolves the name of an upstream to those of its addresses that may be connected to. A name is looked up once and the
 * connection goes to the address that was looked at, so that whoever answers for the name cannot turn it into this machine
 * or a metadata service in between. Thread-safe.
 */
final class VettedNames extends AddressResolverGroup<InetSocketAddress> {
    private final UpstreamTarget target;
    private final Executor threads;
    private final Lookup lookup;

    VettedNames(UpstreamTarget target, Executor threads, Lookup lookup) {
        this.target = target;
        this.threads = threads;
        this.lookup = lookup;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Resolver(executor).asAddressResolver();
    }

    private List<InetAddress> vetted(String name) throws UnknownHostException {
        List<InetAddress> found = lookup.addresses(name);
        List<InetAddress> reachable = found.stream()
                .filter(address -> target.reachable().contains(AddressKind.of(address)))
                .toList();
        if (!reachable.isEmpty()) return reachable;
        AddressKind kind = AddressKind.of(found.getFirst());
        throw new UnknownHostException(name + " leads to " + found.getFirst().getHostAddress() + ", a " + kind.word()
                + " address; if that is meant, write addresses: [" + kind.word() + "] in upstream " + target.name());
    }

    private final class Resolver extends InetNameResolver {
        private final EventExecutor loop;

        Resolver(EventExecutor loop) {
            super(loop);
            this.loop = loop;
        }

        @Override
        protected void doResolve(String name, Promise<InetAddress> promise) {
            Promise<List<InetAddress>> all = loop.newPromise();
            all.addListener((Future<List<InetAddress>> done) -> {
                if (done.isSuccess()) {
                    promise.trySuccess(done.getNow().getFirst());
                } else {
                    promise.tryFailure(requireNonNull(done.cause()));
                }
            });
            doResolveAll(name, all);
        }

        @Override
        protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
            Future<?> late = loop.schedule(
                    () -> promise.tryFailure(new UnknownHostException(name + " could not be looked up in time")),
                    target.connect().toNanos(), TimeUnit.NANOSECONDS);
            promise.addListener(_ -> late.cancel(false));
            try {
                threads.execute(() -> lookUp(name, promise));
            } catch (RejectedExecutionException full) {
                promise.tryFailure(new UnknownHostException(name + ": too many look-ups wait already"));
            }
        }

        private void lookUp(String name, Promise<List<InetAddress>> promise) {
            try {
                promise.trySuccess(vetted(name));
            } catch (UnknownHostException | RuntimeException unknown) {
                promise.tryFailure(unknown);
            }
        }
    }
}
