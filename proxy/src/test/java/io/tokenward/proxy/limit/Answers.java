package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Waits for what a limiter answers. */
final class Answers {
    private static final int SECONDS = 20;

    private Answers() {}

    /** The answer, which must not be a refusal. */
    static <T> T granted(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(SECONDS, TimeUnit.SECONDS).join();
    }

    /** The refusal, which must come. */
    static Denied refused(CompletionStage<?> stage) {
        Throwable failure = stage.handle((answer, thrown) -> thrown)
                .toCompletableFuture()
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
        assertThat(failure).as("a refusal").isNotNull();
        return Denials.in(failure).orElseThrow(() -> new AssertionError("no refusal", failure));
    }

    /** Whether it was granted; a failure that is no refusal is thrown. */
    static boolean passes(CompletionStage<?> stage) {
        try {
            granted(stage);
            return true;
        } catch (CompletionException failure) {
            if (Denials.in(failure).isPresent()) return false;
            throw failure;
        }
    }
}
