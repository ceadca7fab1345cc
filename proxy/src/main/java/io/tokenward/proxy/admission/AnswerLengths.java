package io.tokenward.proxy.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * How long the answers are that a key gets of a model: what is held back for the next one goes by it where a quota or package
 * does not reach for the most that the caller allows. Thread-safe, bounded.
 */
final class AnswerLengths {
    /** Of a key that nothing is known of. Twice what most chat answers have; longer ones grow while they are streamed. */
    static final long UNKNOWN = 4_096;
    private static final int MOST = 100_000;

    private record Series(String key, String model) {}

    private final Cache<Series, Long> longest = Caffeine.newBuilder().maximumSize(MOST).build();

    /** Tokens that the next answer will hardly exceed. */
    long likely(String key, String model) {
        Long known = longest.getIfPresent(new Series(key, model));
        return known == null ? UNKNOWN : Math.max(64, known + known / 2);
    }

    /** An answer had so many tokens. A long one is forgotten by and by: after twenty short ones, two thirds of it. */
    void learn(String key, String model, long tokens) {
        longest.asMap().merge(new Series(key, model), tokens, (old, now) -> Math.max(now, old - old / 20));
    }
}
