package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.Prose;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.CnnReader;
import io.tokenward.detectors.injection.InjectionModel;
import io.tokenward.detectors.injection.TextCnn;
import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.TextView;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to ask the network about a text that the linear model is not sure of: an excerpt of full length. The baseline is
 * the linear model over the same characters.
 */
@State(Scope.Thread)
public class CnnBenchmark {
    private static final int TEXTS = 16;
    private static final long SEED = 3;

    /** Of the prose. */
    @Param({"en", "zh"})
    public String language = "en";

    private final CnnReader reader = new CnnReader(InjectionModel.standard().network());
    private final TextView[] texts = new TextView[TEXTS];
    private int next;

    /** A ring of different texts. */
    @Setup
    public void fill() {
        var prose = new Prose(language, SEED);
        for (int i = 0; i < TEXTS; i++) {
            String text = prose.text(4 * TextCnn.EXCERPT);
            texts[i] = Folding.fold(text.substring(0, Math.min(TextCnn.EXCERPT, text.length())));
        }
    }

    /** The ruler. */
    @Benchmark
    public double baselineLinear() {
        return InjectionModel.standard().score(any(), Role.USER);
    }

    /** The network. */
    @Benchmark
    public double network() {
        TextView text = any();
        return reader.read(text.chars(), 0, text.length(), 0);
    }

    private TextView any() {
        return texts[next++ & TEXTS - 1];
    }
}
