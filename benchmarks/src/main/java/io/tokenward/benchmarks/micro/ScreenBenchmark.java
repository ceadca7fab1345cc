package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.Prose;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.rules.match.QueryMatcher;
import io.tokenward.rules.match.RuleAnalyzer;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Screening one benign text that was not seen before, on one thread. The baseline is the analysis of the same text, folding and
 * cutting into words, which is the least that any search for words begins with.
 */
@State(Scope.Thread)
public class ScreenBenchmark {
    private static final int TEXTS = 16;
    private static final long SEED = 3;

    /** Of a text, in UTF-8. */
    @Param({"1024", "4096", "32768", "409600"})
    public int bytes;

    /** Of the prose. */
    @Param({"en", "zh"})
    public String language = "en";

    private final RuleEngine all = RuleEngine.builtin();
    private final RuleEngine rules = RuleEngine
            .ofRules(all.rules().stream().filter(rule -> !rule.id().startsWith("learned-")).toList());
    private final RuleAnalyzer analyzer = new RuleAnalyzer();
    private final Passage[] texts = new Passage[TEXTS];
    private int next;

    /** A ring of different texts. */
    @Setup
    public void fill() {
        var prose = new Prose(language, SEED);
        for (int i = 0; i < TEXTS; i++)
            texts[i] = new Passage(prose.text(bytes), Role.USER, "");
    }

    /** The ruler. */
    @Benchmark
    public void baselineAnalysis(Blackhole sink) throws IOException {
        try (TokenStream stream = analyzer.tokenStream(QueryMatcher.FIELD, any().text())) {
            var term = stream.getAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken())
                sink.consume(term.length());
            stream.end();
        }
    }

    /** All rules that ship, those for secrets and personal data among them, but for those that ask the learned model. */
    @Benchmark
    public Evidence rules() throws DeadlineExceeded {
        return rules.examine(any(), Trust.NONE, deadline());
    }

    /** What the proxy does under the shipped policy, which leaves personal data alone: all other rules and the learned model. */
    @Benchmark
    public Evidence screening() throws DeadlineExceeded {
        return all.examine(any(), Trust.NONE, Policy.standard().caresForPersonalData(), deadline());
    }

    private Passage any() {
        return texts[next++ & TEXTS - 1];
    }

    private static long deadline() {
        return System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    }
}
