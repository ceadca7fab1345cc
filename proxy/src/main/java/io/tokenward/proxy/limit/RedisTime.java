package io.tokenward.proxy.limit;

import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The time of a Redis server as this node knows it: all nodes count by one clock, whatever their own ones say. Thread-safe.
 *
 * <p>Every answer of a script tells the server's time; between two answers this node's clock goes on from there.
 */
final class RedisTime implements TimeMeter {
    private final Clock clock;
    /** Tests say what time it is; then scripts are told and do not ask their server. */
    private final boolean told;
    private volatile Duration ahead = Duration.ZERO;

    private RedisTime(Clock clock, boolean told) {
        this.clock = clock;
        this.told = told;
    }

    /** The server's time, counted on by a clock between its answers. */
    static RedisTime ofServer(Clock clock) {
        return new RedisTime(clock, false);
    }

    /** The time of a clock that the server has to believe. */
    static RedisTime told(Clock clock) {
        return new RedisTime(clock, true);
    }

    Instant now() {
        return clock.instant().plus(ahead);
    }

    /** What scripts get as the time: milliseconds, or nothing where the server knows best. */
    String argument() {
        return told ? Long.toString(clock.millis()) : "";
    }

    /** The server said what time it is. */
    void heard(long serverMillis) {
        if (told) return;
        Duration found = Duration.between(clock.instant(), Instant.ofEpochMilli(serverMillis));
        // Answers are under way for a moment: small differences are theirs, and following them would make time tremble.
        if (found.minus(ahead).abs().compareTo(Duration.ofMillis(20)) > 0) ahead = found;
    }

    @Override
    public long currentTimeNanos() {
        Instant now = now();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }

    @Override
    public boolean isWallClockBased() {
        return true;
    }
}
