package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Denied;
import java.util.concurrent.CompletionStage;

/**
 * Who may ask how much. Asynchronous, because a store may be remote: no method blocks its caller, a stage may be complete
 * on return or complete later on any thread. Thread-safe.
 *
 * <p>A refusal is a {@link Denied} as the cause of the stage's exceptional completion; {@link Denials#in} finds it, wrapped
 * or not. Every other exception is a defect.
 * <ul>
 * <li>{@code RATE_LIMITED} carries {@link Denied#retryAfter}, at most 60 seconds: where the window is no longer than a minute,
 * who waits exactly that long and asks for no more passes, unless another request of the same key was faster.
 * <li>{@code CONCURRENCY_LIMITED} carries none: it passes when a request of the same key ends, and nobody knows when.
 * <li>{@code QUOTA_SPENT} carries none: its text says which quota and when it starts afresh.
 * <li>{@code STORE_DOWN}: the limits are not known, or cannot be kept.
 * </ul>
 */
public interface Limiter {
    /**
     * HEAD of an exchange: one request of the request rate, one of the concurrency; refuses those whose quota is spent
     * before their body costs anything. A refusal has taken nothing.
     *
     * @param exchange id of the exchange, unique
     * @return a permit that the caller must {@linkplain Permit#release release} once
     */
    CompletionStage<Permit> enter(Account account, String exchange);

    /**
     * Holds back what the exchange will use at most. A refusal has taken nothing. One permit has one reservation: asking
     * again is answered with the first one, unless that was released.
     *
     * @param permit of this limiter
     * @return a reservation that the caller must settle or release
     * @throws IllegalArgumentException at once, if the permit is another limiter's
     */
    CompletionStage<Reservation> reserve(Permit permit, Demand demand);

    /**
     * The same for so many tokens, of whatever kind.
     *
     * @param model whose weight counts
     * @throws IllegalArgumentException at once, if {@code tokens} is negative
     */
    default CompletionStage<Reservation> reserve(Permit permit, String model, long tokens) {
        return reserve(permit, Demand.of(model, tokens));
    }
}
