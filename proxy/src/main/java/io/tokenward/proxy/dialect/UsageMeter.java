package io.tokenward.proxy.dialect;

import java.util.Optional;

/** Watches one response go by. Never changes, delays or refuses a byte, never throws; memory is bounded. Not thread-safe. */
public interface UsageMeter {
    /** The next bytes of the body; chunk borders mean nothing. The array is not kept. */
    void observe(byte[] chunk, int offset, int length);

    /** What the endpoint reported so far, the last report winning. */
    Optional<Usage> usage();

    /** An estimate of the output tokens in what went by, for answers that report nothing. */
    long relayedTokens();

    /** Whether the answer came to the end that its dialect gives it. */
    boolean finished();
}
