package io.tokenward.proxy.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.tokenward.proxy.keys.KeyedHash;
import java.time.Duration;

/**
 * Users behind the keys of a payer, under names that tell nothing about them. Thread-safe, bounded: whoever comes when a payer
 * has as many users as its plan tells apart is one of {@link #OTHERS}, so that made-up users push nobody out and get no more
 * than one user does.
 */
final class UserNames {
    /** All users beyond the bound; no name of another looks so. */
    static final String OTHERS = "others";
    private static final int MOST_PAYERS = 100_000;
    /** Longer than the longest period that a quota counts. */
    private static final Duration REMEMBERED = Duration.ofDays(32);

    private final KeyedHash hashes;
    private final Cache<String, Cache<String, Boolean>> byPayer = Caffeine.newBuilder()
            .maximumSize(MOST_PAYERS)
            .executor(Runnable::run)
            .build();

    UserNames(KeyedHash hashes) {
        this.hashes = hashes;
    }

    /**
     * The name of a user.
     *
     * @param user as the payer's program calls it; empty for none, which has no name
     * @param most so many are told apart
     */
    String of(String payer, String user, int most) {
        if (user.isBlank()) return "";
        Cache<String, Boolean> users = byPayer.get(payer, p -> Caffeine.newBuilder()
                .expireAfterAccess(REMEMBERED)
                .executor(Runnable::run)
                .build());
        String name = hashes.ofUser(payer, user);
        if (users.getIfPresent(name) != null) return name;
        if (users.estimatedSize() >= most) users.cleanUp();
        if (users.estimatedSize() >= most) return OTHERS;
        users.put(name, true);
        return name;
    }
}
