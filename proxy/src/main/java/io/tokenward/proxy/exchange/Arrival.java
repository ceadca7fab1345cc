package io.tokenward.proxy.exchange;

import io.netty.util.concurrent.EventExecutor;
import io.tokenward.proxy.limit.Denials;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an exchange goes on when a stage has ended: on its own event loop, with the value or with a refusal.
 *
 * @param then gets the value while the exchange goes on
 * @param orphan gets a value that comes after the exchange has ended
 * @param otherwise runs where {@code then} does not
 * @param refuse is told why no value came
 */
record Arrival<T>(EventExecutor loop, Exchange exchange, Consumer<T> then, Consumer<T> orphan, Runnable otherwise,
        Consumer<Denied> refuse) {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);

    /** Waits for a stage, which may end on any thread. */
    void of(CompletionStage<T> stage) {
        stage.whenComplete((value, failure) -> {
            if (loop.inEventLoop()) {
                arrived(value, failure);
            } else {
                loop.execute(() -> arrived(value, failure));
            }
        });
    }

    private void arrived(T value, @Nullable Throwable failure) {
        if (failure != null) {
            otherwise.run();
            Denied denied = Denials.in(failure).orElse(null);
            if (denied == null) LOG.error("Admission failed, exchange {}", exchange.id, failure);
            refuse.accept(denied == null ? Problem.INTERNAL.denied() : denied);
        } else if (exchange.ended) {
            otherwise.run();
            orphan.accept(value);
        } else {
            then.accept(value);
        }
    }
}
