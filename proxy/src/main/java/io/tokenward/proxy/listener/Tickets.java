package io.tokenward.proxy.listener;

import io.netty.handler.ssl.OpenSslServerContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The keys that session tickets of some contexts are encrypted with: random, never written down, changed while in use, and
 * shared by nobody. A ticket is good for the time of its key and that of the next one. Java's own engine keeps its own.
 * Not thread-safe.
 */
final class Tickets {
    /** Who reads a key later can read what was sent under tickets of at most two of these. */
    static final Duration LIFE = Duration.ofHours(12);
    /** A client that comes back with a ticket is not looked at anew. */
    static final Duration LIFE_WITH_CERTIFICATES = Duration.ofMinutes(10);

    private final List<OpenSslServerContext> contexts;
    private final Duration life;
    private final SecureRandom random;
    private @Nullable OpenSslSessionTicketKey current;
    private Instant made = Instant.MIN;

    Tickets(List<SslContext> contexts, Duration life, SecureRandom random) {
        this.contexts = contexts.stream()
                .filter(OpenSslServerContext.class::isInstance)
                .map(OpenSslServerContext.class::cast)
                .toList();
        this.life = life;
        this.random = random;
    }

    /** Takes a new key if it is time to; old tickets are taken for as long again. */
    void rotate(Instant now) {
        if (made.isAfter(now.minus(life))) return;
        OpenSslSessionTicketKey before = current;
        OpenSslSessionTicketKey next = key();
        current = next;
        made = now;
        for (OpenSslServerContext context : contexts)
            if (before == null) {
                context.sessionContext().setTicketKeys(next);
            } else {
                context.sessionContext().setTicketKeys(next, before);
            }
    }

    private OpenSslSessionTicketKey key() {
        return new OpenSslSessionTicketKey(bytes(OpenSslSessionTicketKey.NAME_SIZE),
                bytes(OpenSslSessionTicketKey.HMAC_KEY_SIZE), bytes(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
