package io.tokenward.proxy.keys;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A key to be made.
 *
 * @param models what it may use, as in {@link Caller#mayUse}; empty for all
 * @param ttl how long it is good; empty for ever
 * @param name what its owner calls it
 */
public record NewKey(String tenant, String plan, List<String> models, Restrictions restrictions, Optional<Duration> ttl,
        String name) {
    /** @throws IllegalArgumentException if {@code ttl} is not positive */
    public NewKey {
        models = List.copyOf(models);
        ttl.filter(duration -> !duration.isPositive()).ifPresent(duration -> {
            throw new IllegalArgumentException("ttl must be positive, was " + duration);
        });
    }
}
