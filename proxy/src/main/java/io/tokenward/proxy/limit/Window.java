package io.tokenward.proxy.limit;

import java.time.Instant;

/** A stretch of time, its end excluded. */
public record Window(Instant start, Instant end) {
    boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }
}
