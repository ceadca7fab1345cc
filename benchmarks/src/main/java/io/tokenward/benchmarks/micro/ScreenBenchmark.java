package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Examining all passages of a prompt, nothing cached; the baseline is folding the same text (NFKC, lower case) with the
 * JDK, which is the least that any screening begins with.
 */
@State(Scope.Thread)
public class ScreenBenchmark {
    /** Of a body. */
    @Param({"1024", "4096", "32768", "409600"})
    public int bytes;

    private final RuleEngine engine = RuleEngine.builtin();
    private final List<Prompt> prompts = new ArrayList<>();
    private int next;

    /** A ring of different prompts. */
    @Setup
    public void fill() throws Denied {
        Dialect dialect = Dialects.named("openai").orElseThrow();
        var chat = dialect.operation("POST", "/v1/chat/completions").orElseThrow();
        var generator = new ChatBodies("bench-plain", false, bytes, 1, 1);
        for (int i = 0; i < 16; i++)
            prompts.add(dialect.read(chat, generator.next()).prompt());
    }

    /** The ruler. */
    @Benchmark
    public void baselineFold(Blackhole sink) {
        for (Passage passage : prompts.get(next++ & 15).passages())
            sink.consume(Normalizer.normalize(passage.text(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT));
    }

    /** What the proxy does for text it has not seen before. */
    @Benchmark
    public void examine(Blackhole sink) throws DeadlineExceeded {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        for (Passage passage : prompts.get(next++ & 15).passages())
            sink.consume(engine.examine(passage, Trust.NONE, deadline));
    }
}
