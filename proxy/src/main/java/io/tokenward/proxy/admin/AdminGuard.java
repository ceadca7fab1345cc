package io.tokenward.proxy.admin;

import io.tokenward.proxy.host.Host;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.function.LongSupplier;

/**
 * Who may come in. Names other than those of this machine are refused first: a page on the web can make a browser send
 * requests here under a name of its own (DNS rebinding), but cannot choose the Host that is sent with them. Thread-safe.
 */
final class AdminGuard {
    /** Wrong credentials that are answered as such; then all callers wait for time to give more. */
    private static final int GUESSES = 10;
    private static final long NANOS_PER_GUESS = 1_000_000_000L;
    private static final Set<Host> LOOPBACK = Stream.of("localhost", "127.0.0.1", "[::1]")
            .flatMap(text -> Host.of(text).stream())
            .collect(Collectors.toUnmodifiableSet());

    private final byte[] credential;
    private final int port;
    private final LongSupplier nanoTime;
    private double guesses = GUESSES; // guarded by this
    private long filledAt; // guarded by this

    AdminGuard(String credential, int port, LongSupplier nanoTime) {
        this.credential = hash(credential);
        this.port = port;
        this.nanoTime = nanoTime;
        this.filledAt = nanoTime.getAsLong();
    }

    /** Why a request must not be answered; null where it may. */
    @org.jspecify.annotations.Nullable
    AdminAnswer refusal(List<String> hosts, List<String> origins, List<String> authorizations) {
        if (hosts.size() != 1 || !ours(hosts.getFirst())) {
            return AdminAnswer.error(421, "foreign_host",
                    "This host name is not mine; call me by 127.0.0.1:" + port + ".");
        }
        if (!origins.isEmpty()) {
            return AdminAnswer.error(403, "foreign_origin", "Pages of browsers may not call this.");
        }
        // Known to everybody who is let wait, so it tells nothing about the credential.
        if (spent())
            return AdminAnswer.error(429, "too_many_attempts", "Too many wrong credentials; wait a few seconds.");
        if (authorizations.size() == 1 && matches(authorizations.getFirst())) return null;
        guess();
        return AdminAnswer.error(401, "credential_wrong",
                "Send the admin credential as Authorization: Bearer <credential>.");
    }

    private boolean ours(String host) {
        return Host.authority(host)
                .filter(authority -> LOOPBACK.contains(authority.host()))
                .filter(authority -> authority.port() == port || authority.port() == 0 && port == 443)
                .isPresent();
    }

    /** Both sides are hashed, so that neither length nor place of a difference shows in the time it takes. */
    private boolean matches(String authorization) {
        boolean bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
        return MessageDigest.isEqual(credential, hash(bearer ? authorization.substring(7).strip() : "")) && bearer;
    }

    private synchronized boolean spent() {
        long now = nanoTime.getAsLong();
        guesses = Math.min(GUESSES, guesses + (double) (now - filledAt) / NANOS_PER_GUESS);
        filledAt = now;
        return guesses < 1;
    }

    private synchronized void guess() {
        guesses--;
    }

    private static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
