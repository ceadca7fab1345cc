package io.tokenward.proxy;

import io.tokenward.proxy.config.RulesSettings;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Reads the rules while certificates are opened: the two are nearly all of the time that a start takes. */
final class RulesLoading {
    private final FutureTask<RuleEngine> task;

    /** Begins at once. */
    RulesLoading(RulesSettings settings) {
        task = new FutureTask<>(() -> RulePacks.load(settings));
        Thread.ofPlatform().daemon().name("rules").start(task);
    }

    /** The engine, as soon as it is there; throws what loading threw. */
    RuleEngine await() throws IOException, RulesProblem {
        try {
            return task.get();
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case IOException unreadable -> throw unreadable;
                case RulesProblem wrong -> throw wrong;
                case RuntimeException fault -> throw fault;
                case Error fault -> throw fault;
                case null, default -> throw new IllegalStateException(failed);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the rules were read");
        }
    }
}
