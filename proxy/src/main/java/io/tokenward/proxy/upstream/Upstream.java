package io.tokenward.proxy.upstream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model endpoint, or several that are the same to callers: leases connections on the event loop of the exchange, so that a
 * request and its answer never change threads. HTTP/1.1, one request at a time per connection. Thread-safe.
 *
 * <p>A call goes to the endpoint with the fewest calls under way of those that are in service. Only a call of which nothing was
 * written goes to another one after a failure: what was sent may be billed.
 */
public final class Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

    private final String name;
    private final List<UpstreamEndpoint> endpoints;
    private final Ejection ejection;
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicLong retries = new AtomicLong();

    /**
     * @param name its name in the configuration
     * @param targets where, at least one
     * @param channelType the socket channel that fits the event loops
     * @param tls how to speak TLS; null where all targets are plain HTTP
     * @param lookups threads that names are looked up on
     * @param lookup where names are looked up
     */
    public Upstream(String name, List<UpstreamTarget> targets, Class<? extends Channel> channelType,
            @Nullable SslContext tls, Ejection ejection, Executor lookups, Lookup lookup) {
        if (targets.isEmpty()) throw new IllegalArgumentException("targets must not be empty");
        this.name = name;
        this.ejection = ejection;
        endpoints = targets.stream()
                .map(target -> new UpstreamEndpoint(target, channelType, tls,
                        new VettedNames(target, lookups, lookup), new EndpointHealth(ejection, System::nanoTime)))
                .toList();
    }

    /** Its name in the configuration. */
    public String name() {
        return name;
    }

    /** How long its connections may be silent once they have begun to speak. */
    public Duration idle() {
        return endpoints.getFirst().target().idle();
    }

    /**
     * Sends a request; must be called on {@code loop}.
     *
     * @param request made when a connection has opened
     */
    public UpstreamCall send(EventLoop loop, RequestFor request, UpstreamListener listener) {
        var call = new PendingCall(loop, request, listener, new Choice());
        // A failure is told when the caller knows the call, not before.
        if (serving()) {
            call.attempt(this::nowhere);
        } else {
            loop.execute(() -> call.attempt(this::nowhere));
        }
        return call;
    }

    private boolean serving() {
        for (UpstreamEndpoint each : endpoints)
            if (each.health().serving()) return true;
        return false;
    }

    private IOException nowhere() {
        return new IOException("no endpoint of upstream " + name + " is in service");
    }

    /** Asks each endpoint from now on whether it is well, until the loops end. */
    public void check(HealthCheck check, EventLoopGroup loops) {
        for (UpstreamEndpoint endpoint : endpoints)
            new EndpointChecks(endpoint, check, loops.next(), well -> checked(endpoint, well, check)).start();
    }

    /** How it stands with each endpoint, in the order of the configuration. */
    public List<EndpointStatus> status() {
        return endpoints.stream().map(UpstreamEndpoint::status).toList();
    }

    /** Calls that went to another endpoint because the first could not be reached. */
    public long retries() {
        return retries.get();
    }

    /** Closes idle connections; those in use end with their exchange. */
    public void close() {
        endpoints.forEach(UpstreamEndpoint::close);
    }

    /** Of those in service and not tried yet the one with the fewest calls; of several such, they take turns. */
    private Optional<UpstreamEndpoint> next(Set<UpstreamEndpoint> tried) {
        UpstreamEndpoint found = null;
        int start = endpoints.size() == 1 ? 0 : turn.getAndIncrement() & Integer.MAX_VALUE;
        for (int i = 0; i < endpoints.size(); i++) {
            UpstreamEndpoint each = endpoints.get((start + i) % endpoints.size());
            if (tried.contains(each) || !each.health().serving()) continue;
            if (found == null || each.running() < found.running()) found = each;
        }
        return Optional.ofNullable(found);
    }

    private void failed(UpstreamEndpoint endpoint) {
        if (!endpoint.health().failed()) return;
        synchronized (this) {
            if (!mayGo(endpoint)) return;
            endpoint.health().eject();
        }
        LOG.warn("Upstream {}: endpoint {} failed {} times in a row; left out for {} s", name,
                endpoint.target().authority(), ejection.failures(), endpoint.status().backInSeconds());
    }

    private void checked(UpstreamEndpoint endpoint, boolean well, HealthCheck check) {
        boolean before = endpoint.health().serving();
        if (endpoint.health().checked(well, check)) {
            synchronized (this) {
                if (mayGo(endpoint)) endpoint.health().failsChecks();
            }
        }
        if (before != endpoint.health().serving())
            LOG.warn("Upstream {}: endpoint {} is {}", name, endpoint.target().authority(), endpoint.status().state());
    }

    private boolean mayGo(UpstreamEndpoint endpoint) {
        long out = endpoints.stream().filter(each -> each != endpoint && !each.health().serving()).count();
        return ejection.allows((int) out, endpoints.size());
    }

    /** The way of one call from endpoint to endpoint. */
    private final class Choice implements Attempts {
        private final Set<UpstreamEndpoint> tried = HashSet.newHashSet(1);

        @Override
        public @Nullable UpstreamEndpoint next() {
            Optional<UpstreamEndpoint> next = Upstream.this.next(tried);
            if (next.isEmpty()) return null;
            if (!tried.isEmpty()) retries.incrementAndGet();
            tried.add(next.get());
            return next.get();
        }

        @Override
        public void answered(UpstreamEndpoint endpoint, int status) {
            if (status >= 500) {
                failed(endpoint);
            } else {
                endpoint.health().succeeded();
            }
        }

        @Override
        public void failed(UpstreamEndpoint endpoint) {
            Upstream.this.failed(endpoint);
        }
    }
}
