package io.tokenward.proxy.demo;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The books of a {@link ScriptedModel}: written by its event loop, read by anybody. */
final class ScriptedModelMeter {
    private static final int KEPT_AUTHORIZATIONS = 64;
    private static final int KEPT_PROMPTS = 16;

    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytesReceived = new AtomicLong();
    private final AtomicLong tokensBilled = new AtomicLong();
    private final AtomicInteger aborted = new AtomicInteger();
    private final ArrayDeque<String> authorizations = new ArrayDeque<>();
    private final ArrayDeque<String> cachedPrompts = new ArrayDeque<>();
    private volatile byte[] lastBody = new byte[0];

    void connected() {
        connections.incrementAndGet();
    }

    void received(long bytes) {
        bytesReceived.addAndGet(bytes);
    }

    /** The latest request's body. */
    byte[] lastBody() {
        return lastBody.clone();
    }

    void body(byte[] body) {
        lastBody = body.clone();
    }

    void asked(String authorization) {
        requests.incrementAndGet();
        synchronized (authorizations) {
            if (authorizations.size() == KEPT_AUTHORIZATIONS) {
                authorizations.removeFirst();
            }
            authorizations.addLast(authorization);
        }
    }

    /** Whether the beginning of a prompt was kept before; it is from now on, among the latest. */
    boolean cached(String beginning) {
        synchronized (cachedPrompts) {
            boolean known = cachedPrompts.remove(beginning);
            if (cachedPrompts.size() == KEPT_PROMPTS) {
                cachedPrompts.removeFirst();
            }
            cachedPrompts.addLast(beginning);
            return known;
        }
    }

    void bill(long tokens) {
        tokensBilled.addAndGet(tokens);
    }

    void abandoned() {
        aborted.incrementAndGet();
    }

    long connections() {
        return connections.get();
    }

    long requests() {
        return requests.get();
    }

    long bytesReceived() {
        return bytesReceived.get();
    }

    long tokensBilled() {
        return tokensBilled.get();
    }

    int aborted() {
        return aborted.get();
    }

    List<String> lastAuthorizations() {
        synchronized (authorizations) {
            return List.copyOf(authorizations);
        }
    }
}
