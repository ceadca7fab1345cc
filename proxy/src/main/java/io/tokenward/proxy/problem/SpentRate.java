package io.tokenward.proxy.problem;

import java.time.Duration;

/**
 * The rate that refused a request.
 *
 * @param of what it counts
 * @param most that pass in a minute, or in whatever window the rate has
 * @param pause until the same request may pass
 */
public record SpentRate(Of of, long most, Duration pause) {
    /** What a rate counts. */
    public enum Of {
        REQUESTS, TOKENS
    }
}
