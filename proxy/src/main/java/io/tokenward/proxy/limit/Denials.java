package io.tokenward.proxy.limit;

import io.tokenward.proxy.problem.Denied;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Finds the refusal in what a stage failed with. */
public final class Denials {
    private Denials() {}

    /** The refusal itself or inside the wrappers that futures add; empty for a failure that is no refusal. */
    public static Optional<Denied> in(Throwable failure) {
        @Nullable
        Throwable inner = failure;
        while (inner instanceof CompletionException || inner instanceof ExecutionException) {
            inner = inner.getCause();
        }
        return inner instanceof Denied denied ? Optional.of(denied) : Optional.empty();
    }
}
