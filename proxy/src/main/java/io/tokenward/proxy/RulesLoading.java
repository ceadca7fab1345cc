package io.tokenward.proxy;

import io.tokenward.proxy.config.RulesSettings;
import io.tokenward.rules.RulesProblem;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Reads rules in a thread of their own: at the start while certificates are opened, since the two are nearly all of the time that a
 * start takes; later beside callers, to whom that thread gives way.
 */
final class RulesLoading {
    private final FutureTask<LoadedRules> task;

    private RulesLoading(Callable<LoadedRules> loading) {
        task = new FutureTask<>(loading);
        Thread.ofPlatform().daemon().name("rules-loading").start(task);
    }

    /** Begins at once. */
    static RulesLoading begin(RulesSettings settings) {
        return new RulesLoading(() -> LoadedRules.read(settings));
    }

    /** Reads them while others work. */
    static LoadedRules beside(RulesSettings settings) throws RulesProblem {
        try {
            return new RulesLoading(() -> {
                Background.giveWay();
                return LoadedRules.read(settings);
            }).await();
        } catch (IOException unread) {
            throw new RulesProblem(List.of("the rules could not be read: " + unread.getMessage()));
        }
    }

    /** The rules, as soon as they are there; throws what loading threw. */
    LoadedRules await() throws IOException, RulesProblem {
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
