package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.GeneratedRules;
import io.tokenward.benchmarks.text.Prose;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import io.tokenward.rules.Trust;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What many rules cost on the same benign text, and what it takes to load them; a thousand rules are the ruler. */
@State(Scope.Thread)
public class RuleCountBenchmark {
    private static final int TEXTS = 16;
    private static final int BYTES = 4096;
    private static final long SEED = 3;

    /** Of the pack. */
    @Param({"1000", "10000"})
    public int rules;

    private Map<String, String> pack = Map.of();
    private RuleEngine engine = RuleEngine.builtin();
    private final Passage[] texts = new Passage[TEXTS];
    private int next;

    /** The rules, and texts that they say nothing about. */
    @Setup
    public void fill() throws RulesProblem {
        pack = GeneratedRules.pack(rules, SEED);
        engine = load();
        var prose = new Prose("en", SEED);
        for (int i = 0; i < TEXTS; i++)
            texts[i] = new Passage(prose.text(BYTES), Role.USER, "");
    }

    /** One text that was not seen before. */
    @Benchmark
    public Evidence examine() throws DeadlineExceeded {
        return engine.examine(texts[next++ & TEXTS - 1], Trust.NONE, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
    }

    /** From the text of the pack to an engine that can take over. */
    @Benchmark
    public RuleEngine load() throws RulesProblem {
        return RuleEngine.of(List.of(pack));
    }
}
