package io.tokenward.proxy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries again for a while: what a proxy that is being replaced holds, such as a ledger or a port, is free when it has ended.
 *
 * @param limit how long; zero to try once
 */
record Patience(Duration limit) {
    private static final long BETWEEN_NANOS = Duration.ofMillis(50).toNanos();

    /** Something that only one process can have. */
    interface Opening<T, X extends Exception> {
        T open() throws IOException, X;
    }

    /**
     * What was opened.
     *
     * @throws IOException if it could not be opened even at the last try
     */
    <T, X extends Exception> T open(Opening<T, X> opening) throws IOException, X {
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                return opening.open();
            } catch (IOException held) {
                if (System.nanoTime() - end >= 0) throw held;
                LockSupport.parkNanos(BETWEEN_NANOS);
            }
        }
    }
}
