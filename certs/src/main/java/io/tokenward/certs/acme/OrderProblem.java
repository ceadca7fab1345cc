package io.tokenward.certs.acme;

import java.time.Instant;
import java.util.Optional;

/** Why an authority issued nothing, in words for the proxy's owner; never a key. What the authority says is quoted, in short. */
public final class OrderProblem extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 300;

    private final transient Optional<Instant> retryAfter;

    OrderProblem(String message, Optional<Instant> retryAfter) {
        super(plain(message));
        this.retryAfter = retryAfter;
    }

    OrderProblem(String message) {
        this(message, Optional.empty());
    }

    /** Before which the authority does not want to be asked again. */
    Optional<Instant> retryAfter() {
        return retryAfter;
    }

    /** One line of printable characters: it is written into logs and a file of lines. */
    private static String plain(String message) {
        String line = message.replaceAll("\\P{Print}+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
