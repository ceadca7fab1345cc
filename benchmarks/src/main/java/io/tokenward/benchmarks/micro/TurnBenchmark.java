package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.Prose;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import io.tokenward.proxy.admission.EvidenceCache;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A conversation that is sent again with one turn more: the history was screened before, only the turn is new. The baseline is
 * the turn without a history; what stands above it is what recognising the history costs.
 */
@State(Scope.Thread)
public class TurnBenchmark {
    private static final int TURN_BYTES = 1024;

    /** Of the history. */
    @Param({"4096", "32768", "409600"})
    public int bytes;

    private final RuleEngine engine = RuleEngine.builtin();
    private final EvidenceCache cache = new EvidenceCache(new SecureRandom());
    private final Policy policy = Policy.standard();
    private final List<Passage> history = new ArrayList<>();
    private String turn = "";
    private long turns;

    /** A history that has been screened. */
    @Setup
    public void fill() throws DeadlineExceeded {
        var prose = new Prose("en", 5);
        for (int i = 0; i < bytes / TURN_BYTES; i++)
            history.add(new Passage(prose.text(TURN_BYTES), i % 2 == 0 ? Role.USER : Role.ASSISTANT, ""));
        turn = prose.text(TURN_BYTES - Long.toString(Long.MAX_VALUE).length());
        screen(history);
    }

    /** The ruler. */
    @Benchmark
    public Assessment baselineTurnAlone() throws DeadlineExceeded {
        return screen(List.of(next()));
    }

    /** The history and a turn that was never seen. */
    @Benchmark
    public Assessment turnWithHistory() throws DeadlineExceeded {
        List<Passage> all = new ArrayList<>(history.size() + 1);
        all.addAll(history);
        all.add(next());
        return screen(all);
    }

    /** The history alone. */
    @Benchmark
    public Assessment historyAlone() throws DeadlineExceeded {
        return screen(history);
    }

    private Passage next() {
        return new Passage(turn + turns++, Role.USER, "");
    }

    private Assessment screen(List<Passage> passages) throws DeadlineExceeded {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        List<Evidence> evidence = new ArrayList<>(passages.size());
        for (Passage passage : passages)
            evidence.add(cache.of(passage, "acme", Trust.NONE, engine, deadline));
        return Verdict.assess(new Prompt(passages), evidence, policy, engine);
    }
}
