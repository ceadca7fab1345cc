package io.tokenward.proxy.limit;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * Where one quota stands, in weighted tokens.
 *
 * @param used charged in the running period
 * @param reserved held back for requests of this period that have not ended
 * @param limit empty for unlimited
 * @param resetsAt when the next period begins
 */
public record Balance(long used, long reserved, OptionalLong limit, Instant resetsAt) {
    /** What may still be reserved; {@link Long#MAX_VALUE} where nothing is limited. */
    public long left() {
        return limit.isEmpty() ? Long.MAX_VALUE : Math.max(0, limit.getAsLong() - Amounts.sum(used, reserved));
    }
}
