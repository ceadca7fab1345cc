package io.tokenward.detectors.hiding;

import io.tokenward.detectors.Detector;
import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Text between an override of the writing direction (U+202D, U+202E) and its end: it is drawn in another order than a
 * program reads it. Arabic and Hebrew need embeddings and isolates, never overrides.
 */
public final class TurnedText implements Detector {
    private static final int SHORTEST = 4;

    @Override
    public String name() {
        return "turned-text";
    }

    @Override
    public boolean looksAtAscii() {
        return false;
    }

    @Override
    public List<Span> find(String text) {
        List<Span> spans = List.of();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != 0x202D && c != 0x202E) continue;
            int end = text.indexOf('\u202C', i);
            if (end < 0) end = text.length();
            if (end - i > SHORTEST) {
                if (spans.isEmpty()) spans = new ArrayList<>();
                spans.add(new Span(i, end));
            }
            i = end;
        }
        return List.copyOf(spans);
    }
}
