package io.tokenward.proxy.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.tokenward.certs.StapledStatus;
import io.tokenward.certs.SubjectName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The server's side of TLS at one moment: which identity answers to which name, all with the same demands on clients.
 * Immutable; a connection keeps the one it began with.
 */
final class ServerTls {
    /** A client hello with post-quantum key shares has about 2 KB; the handshake message could announce 16 MB. */
    private static final int MAX_CLIENT_HELLO_BYTES = 32 << 10;

    /**
     * An identity ready for handshakes.
     *
     * @param names it answers to
     * @param status what is sent along in handshakes, asked at each
     * @param quick whether what a handshake computes costs less than changing threads twice for it: a signature by an
     *     elliptic curve, and no client's certificate to validate
     */
    record Named(List<SubjectName> names, SslContext context, Supplier<Optional<StapledStatus>> status, boolean quick) {
        boolean answers(String host) {
            return names.stream().anyMatch(name -> name.covers(host));
        }

        boolean answersExactly(String host) {
            return names.stream().anyMatch(name -> !name.value().startsWith("*") && name.covers(host));
        }
    }

    private final List<Named> identities;
    private final Challenges challenges;

    /**
     * @param identities the first answers to whatever no name fits, and to clients that name no server
     * @param challenges of an authority, shown to it instead
     */
    ServerTls(List<Named> identities, Challenges challenges) {
        this.identities = List.copyOf(identities);
        this.challenges = challenges;
        if (identities.isEmpty())
            throw new IllegalArgumentException("a listener needs at least one identity, got none");
    }

    /** An exact name goes before a wildcard, an earlier identity before a later one. */
    Named named(@Nullable String host) {
        if (host == null) return identities.getFirst();
        for (Named identity : identities)
            if (identity.answersExactly(host)) return identity;
        for (Named identity : identities)
            if (identity.answers(host)) return identity;
        return identities.getFirst();
    }

    /**
     * The first handler of a new connection.
     *
     * @param handshakes runs what takes long in a handshake
     * @param limit how long hello and handshake may take
     */
    ChannelHandler newHandler(ByteBufAllocator allocator, Executor handshakes, Duration limit) {
        // With one identity there is nothing to choose, and nobody has to look into the hello.
        return identities.size() == 1 && !challenges.pending()
                ? sslHandler(identities.getFirst(), allocator, handshakes, limit)
                : new ByName(handshakes, limit);
    }

    private static SslHandler sslHandler(Named identity, ByteBufAllocator allocator, Executor handshakes,
            Duration limit) {
        SslHandler handler = identity.quick()
                ? identity.context().newHandler(allocator)
                : identity.context().newHandler(allocator, handshakes);
        identity.status().get().filter(status -> status.inForce(Instant.now())).ifPresent(status -> {
            if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine) engine.setOcspResponse(status.der());
        });
        handler.setHandshakeTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        return handler;
    }

    private final class ByName extends SniHandler {
        private final Executor handshakes;
        private final Duration limit;
        private boolean challenged;

        ByName(Executor handshakes, Duration limit) {
            super((host, promise) -> promise.setSuccess(named(host).context()), MAX_CLIENT_HELLO_BYTES,
                    limit.toMillis());
            this.handshakes = handshakes;
            this.limit = limit;
        }

        @Override
        protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello) throws Exception {
            challenged = hello != null && challenges.pending()
                    && HelloProtocols.onlyOne(hello, TlsContexts.CHALLENGE_PROTOCOL);
            return super.lookup(ctx, hello);
        }

        @Override
        protected Future<SslContext> lookup(ChannelHandlerContext ctx, @Nullable String host) throws Exception {
            Optional<SslContext> shown = challenged && host != null ? challenges.shown(host) : Optional.empty();
            challenged = shown.isPresent();
            return challenged ? ctx.executor().newSucceededFuture(shown.get()) : super.lookup(ctx, host);
        }

        @Override
        protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
            if (challenged) {
                SslHandler handler = context.newHandler(allocator);
                handler.setHandshakeTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
                return handler;
            }
            return sslHandler(named(hostname()), allocator, handshakes, limit);
        }
    }
}
