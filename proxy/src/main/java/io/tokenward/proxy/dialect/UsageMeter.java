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

    /**
     * The same for what went by since the endpoint reported last; all of it where it has reported nothing. A stream that
     * tells its input at the start and its output at the end has told of nothing in between when it is cut.
     */
    long unreportedTokens();

    /** Whether the answer came to the end that its dialect gives it. */
    boolean finished();
}
