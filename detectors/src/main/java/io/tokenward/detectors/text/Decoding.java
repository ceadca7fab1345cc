package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds encoded stretches in a text and decodes them: base64, base32, base85, hex, percent and quoted-printable escapes, HTML
 * entities, backslash escapes, numbers for letters, Morse, Braille, the radio alphabet, letters moved or mirrored in the
 * alphabet, reversed lines, bytes hidden in invisible characters; one inside another up to {@link #DEEPEST} deep. Only what decodes to readable text counts. Stateless and thread-safe;
 * linear time; throws nothing on any string.
 *
 * <p>Bounds: {@link #MOST_RUNS} stretches, 64 KiB of text from each, twice the length of the text in all.
 */
public final class Decoding {
    private static final int DEEPEST = 3;
    private static final int MOST_RUNS = 32;
    static final int LONGEST_RUN = 64 * 1024;

    private final List<TextView> views = new ArrayList<>();
    private long budget;

    private Decoding(long budget) {
        this.budget = budget;
    }

    /**
     * One view for each encoded stretch, named after its encoding: {@code base64}, {@code hex}, {@code morse} …; every unit
     * of a view leads to the whole stretch in {@code text}.
     */
    public static List<TextView> views(String text) {
        return views(text, Lowered.of(text));
    }

    /** The same where the text's lowered units are at hand. */
    public static List<TextView> views(String text, Lowered lowered) {
        var decoding = new Decoding(2L * text.length());
        decoding.decode(text, Shape.of(lowered), null, 1);
        return decoding.views.isEmpty() ? List.of() : List.copyOf(decoding.views);
    }

    private void decode(String text, Shape shape, @Nullable Span outermost, int depth) {
        for (EncodedRuns.Decoded run : EncodedRuns.in(text, shape)) {
            if (views.size() >= MOST_RUNS || run.text().length() > budget) return;
            budget -= run.text().length();
            Span span = outermost == null ? run.span() : outermost;
            views.add(view(run, span));
            if (depth < DEEPEST) decode(run.text(), Shape.of(Lowered.of(run.text())), span, depth + 1);
        }
    }

    private static TextView view(EncodedRuns.Decoded run, Span span) {
        int length = run.text().length();
        var starts = new int[length];
        var ends = new int[length];
        Arrays.fill(starts, span.start());
        Arrays.fill(ends, span.end());
        return TextView.mapped(run.encoding(), run.text().toCharArray(), length, starts, ends);
    }
}
