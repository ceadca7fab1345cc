package io.tokenward.detectors.injection;

import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.TextView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * How much a text looks like an attempt to give a model other orders. Immutable and thread-safe; time linear in the text;
 * throws nothing on any text. Working memory belongs to the thread and is reused, so that a score allocates nothing once it
 * has grown to the longest text.
 */
public final class InjectionModel {
    /** What {@code Squeezing} calls its views. */
    private static final String SQUEEZED = "squeezed";

    private final int number;
    private final Weights said;
    private final Weights read;
    private final TextCnn network;
    private final Calibration calibration;
    private final ThreadLocal<Scorer> ofSaid;
    private final ThreadLocal<Scorer> ofRead;
    private final ThreadLocal<CnnReader> reader;

    /**
     * @param number what findings and audit lines call it: {@code model-1}, {@code model-2} …
     * @param said for what somebody says, or the application gives
     * @param read for documents and tool results: whoever speaks to the model there has no business to
     * @param network is asked about the best window and what surrounds it, where that may decide
     */
    public InjectionModel(int number, Weights said, Weights read, TextCnn network, Calibration calibration) {
        this.number = number;
        this.said = said;
        this.read = read;
        this.network = network;
        this.calibration = calibration;
        this.ofSaid = ThreadLocal.withInitial(() -> new Scorer(said));
        this.ofRead = ThreadLocal.withInitial(() -> new Scorer(read));
        this.reader = ThreadLocal.withInitial(() -> new CnnReader(network));
    }

    /** The best window of a text. */
    public record Reading(double logOdds, Span span) {
        /** From 0 to 1. */
        public double probability() {
            return 1 / (1 + Math.exp(-logOdds));
        }
    }

    /** The model that ships. */
    public static InjectionModel standard() {
        return Shipped.MODEL;
    }

    /** The log-odds that {@code text} in the mouth of {@code role} is an attack; the text is folded first. */
    public double score(CharSequence text, Role role) {
        return score(Folding.fold(text.toString()), role);
    }

    /** The same for a text that is folded already. */
    public double score(TextView folded, Role role) {
        Scorer scorer = scorer(role);
        scorer.score(folded.chars(), 0, folded.length(), role);
        return logOdds(scorer, folded.chars(), 0, folded.length(), role, folded.length());
    }

    /**
     * Of what the scorer has read last. The network costs a hundred times as much for a character, so it is asked only where
     * its answer may put the text on a level.
     */
    private double logOdds(Scorer scorer, char[] chars, int from, int to, Role role, int length) {
        double sum = scorer.best();
        double without = calibration.logOdds(sum, length);
        if (calibration.logOdds(sum + TextCnn.added(TextCnn.MOST), length) < Confidence.LOW.from(calibration))
            return without;
        int begin = TextCnn.begin(from, to, scorer.bestFrom(), Math.min(scorer.bestTo(), to));
        double answer = reader.get().read(chars, begin, to, Strata.group(role));
        return calibration.logOdds(sum + TextCnn.added(answer), length);
    }

    /** With the place of the window that decided, in units of the original text. */
    public Reading read(TextView folded, Role role) {
        Scorer scorer = scorer(role);
        scorer.score(folded.chars(), 0, folded.length(), role);
        Reading reading = reading(scorer, folded, 0, folded.length(), role);
        return reaches(reading, Confidence.LOW) ? withoutRepetition(reading, scorer, folded, role) : reading;
    }

    /** What would be a sign once is none for being said two hundred times. Only where something seems to be found: it costs. */
    private Reading withoutRepetition(Reading reading, Scorer scorer, TextView folded, Role role) {
        if (!Repetition.fills(folded.chars(), scorer.bestFrom(), Math.min(scorer.bestTo(), folded.length())))
            return reading;
        char[] once = Repetition.once(folded.chars(), folded.length());
        scorer.score(once, 0, once.length, role);
        double logOdds = logOdds(scorer, once, 0, once.length, role, once.length);
        return logOdds < reading.logOdds() ? new Reading(logOdds, reading.span()) : reading;
    }

    /**
     * The worst reading of several views of one text. A squeezed view is read only where it differs from the one before it,
     * of which it is a copy but for a few words.
     *
     * @param views at least one; squeezed ones directly after those they were made from
     */
    public Reading worst(List<TextView> views, Role role) {
        Reading worst = read(views.getFirst(), role);
        for (int i = 1; i < views.size(); i++) {
            TextView view = views.get(i);
            Reading reading = view.name().equals(SQUEEZED) ? changes(views.get(i - 1), view, role) : read(view, role);
            if (reading.logOdds() > worst.logOdds()) worst = reading;
        }
        return worst;
    }

    private Scorer scorer(Role role) {
        return (Strata.isRead(role) ? ofRead : ofSaid).get();
    }

    private Reading changes(TextView known, TextView changed, Role role) {
        Scorer scorer = scorer(role);
        var worst = new Reading(Double.NEGATIVE_INFINITY, changed.original(0, 0));
        int[] bounds = Changes.between(known, changed);
        for (int i = 0; i < bounds.length; i += 2) {
            scorer.score(changed.chars(), bounds[i], bounds[i + 1], role);
            Reading reading = reading(scorer, changed, bounds[i], bounds[i + 1], role);
            if (reading.logOdds() > worst.logOdds()) worst = reading;
        }
        return worst;
    }

    private Reading reading(Scorer scorer, TextView view, int from, int to, Role role) {
        int start = Math.min(scorer.bestFrom(), view.length());
        int end = Math.min(scorer.bestTo(), view.length());
        return new Reading(logOdds(scorer, view.chars(), from, to, role, view.length()), view.original(start, end));
    }

    /** Whether that reading is on that level of confidence. */
    public boolean reaches(Reading reading, Confidence confidence) {
        return reading.logOdds() >= confidence.from(calibration);
    }

    /** What findings and audit lines call it. */
    public String id() {
        return "model-" + number;
    }

    int number() {
        return number;
    }

    Weights said() {
        return said;
    }

    Weights read() {
        return read;
    }

    /** What is asked about the best window. */
    public TextCnn network() {
        return network;
    }

    /** Where lines are drawn. */
    public Calibration calibration() {
        return calibration;
    }

    /** Loaded when first asked for: most tools never do. */
    private static final class Shipped {
        static final InjectionModel MODEL = load();

        private static InjectionModel load() {
            try (InputStream in = InjectionModel.class.getResourceAsStream("injection.model")) {
                if (in == null) throw new IllegalStateException("injection.model is missing from the class path");
                return ModelFile.read(in);
            } catch (IOException broken) {
                throw new UncheckedIOException("the shipped injection.model does not load: " + broken.getMessage(),
                        broken);
            }
        }
    }
}
