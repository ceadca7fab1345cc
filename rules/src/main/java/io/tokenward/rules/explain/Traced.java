package io.tokenward.rules.explain;

import io.tokenward.detectors.Span;
import java.util.List;

/**
 * One condition of a rule on one text. Immutable.
 *
 * @param kind {@code query}, {@code pattern}, {@code detector}, {@code all}, {@code any}, {@code not}, {@code at-least}
 * @param written what the author wrote, words expanded; empty for trees
 * @param holds whether it is true
 * @param seen where it matched; for trees where what makes them true matched
 * @param of the conditions below
 */
public record Traced(String kind, String written, boolean holds, List<Seen> seen, List<Traced> of) {
    public Traced {
        seen = List.copyOf(seen);
        of = List.copyOf(of);
    }

    /**
     * A match.
     *
     * @param view the view of the text that showed it
     * @param span in UTF-16 units of the text as it stands
     */
    public record Seen(String view, Span span) {}
}
