package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.ServerTrust;
import io.tokenward.certs.TrustAnchors;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.TrustManager;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration LIFE = Duration.ofHours(12);

    @TempDir
    Path directory;

    private SslContext server;
    private SSLContext client;
    private Tickets tickets;

    @BeforeEach
    void make() throws Exception {
        Assumptions.assumeTrue(OpenSsl.isAvailable());
        var authority = DevelopmentAuthority.openOrCreate(directory, Clock.systemUTC());
        server = TlsContexts.server(authority.issueServer(List.of("localhost")), TlsPolicy.SANE, ClientAuth.NONE, null,
                false);
        client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[]{ServerTrust.of(TrustAnchors.read(authority.caFile()), Set.of())},
                new SecureRandom());
        tickets = new Tickets(List.of(server), LIFE, new SecureRandom());
        tickets.rotate(NOW);
    }

    @Test
    void aTicketIsTakenForTheTimeOfItsKeyAndTheNext() throws Exception {
        assertThat(resumed()).as("first visit").isFalse();
        assertThat(resumed()).as("second").isTrue();

        tickets.rotate(NOW.plus(LIFE.minusSeconds(1)));
        tickets.rotate(NOW.plus(LIFE));
        assertThat(resumed()).as("with the key before").isTrue();
    }

    @Test
    void aTicketOfAnOlderKeyIsNotTaken() throws Exception {
        resumed();
        tickets.rotate(NOW.plus(LIFE));
        tickets.rotate(NOW.plus(LIFE.multipliedBy(2)));

        assertThat(resumed()).isFalse();
    }

    @Test
    void beforeItsTimeNoKeyIsChanged() throws Exception {
        resumed();
        for (int look = 0; look < 10; look++)
            tickets.rotate(NOW.plusSeconds(look));

        assertThat(resumed()).isTrue();
    }

    /** Whether a visit of the same client resumes what was agreed before. */
    private boolean resumed() throws Exception {
        var sessions = ((OpenSslServerContext) server).sessionContext();
        long before = sessions.stats().ticketKeyResume() + sessions.stats().ticketKeyRenew();
        SSLEngine here = server.newEngine(ByteBufAllocator.DEFAULT);
        try {
            SSLEngine there = client.createSSLEngine("localhost", 443);
            there.setUseClientMode(true);
            shake(there, here);
        } finally {
            ReferenceCountUtil.release(here);
        }
        return sessions.stats().ticketKeyResume() + sessions.stats().ticketKeyRenew() > before;
    }

    /** Until neither side has anything to say and a first byte has been sent, which tickets come along with. */
    private static void shake(SSLEngine there, SSLEngine here) throws Exception {
        there.beginHandshake();
        here.beginHandshake();
        var toServer = ByteBuffer.allocate(1 << 18);
        var toClient = ByteBuffer.allocate(1 << 18);
        int quiet = 0;
        while (quiet < 3) {
            boolean said = speak(there, toServer) | hear(here, toServer) | speak(here, toClient)
                    | hear(there, toClient);
            quiet = said ? 0 : quiet + 1;
        }
        assertThat(here.getHandshakeStatus()).isEqualTo(HandshakeStatus.NOT_HANDSHAKING);
        here.wrap(ByteBuffer.wrap(new byte[1]), toClient);
        boolean more = true;
        while (more)
            more = hear(there, toClient);
    }

    private static boolean speak(SSLEngine engine, ByteBuffer out) throws Exception {
        tasks(engine);
        return engine.wrap(ByteBuffer.allocate(0), out).bytesProduced() > 0;
    }

    private static boolean hear(SSLEngine engine, ByteBuffer in) throws Exception {
        in.flip();
        int heard = engine.unwrap(in, ByteBuffer.allocate(1 << 16)).bytesConsumed();
        in.compact();
        tasks(engine);
        return heard > 0;
    }

    private static void tasks(SSLEngine engine) {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask())
            task.run();
    }
}
