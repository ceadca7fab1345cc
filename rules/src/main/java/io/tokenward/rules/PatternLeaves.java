package io.tokenward.rules;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.match.QueryMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import org.jspecify.annotations.Nullable;

/** Where patterns match in one view of a passage; anchors are sought once, patterns run when asked for. Not thread-safe. */
final class PatternLeaves {
    /** Units of text that a pattern may see, half of them on each side of its anchor. */
    private static final int REACH = 132;
    /** Places of anchors between two beats. */
    private static final int PLACES_A_BEAT = 16;

    private final List<Condition.PatternLeaf> patterns;
    private final AnchorTable anchors;
    private final TextView view;
    private final PassageLeaves passage;
    private final boolean first;
    private final QueryMatcher.Pulse<DeadlineExceeded> pulse;
    private int places;
    private @Nullable String decoded;
    private AnchorTable.@Nullable Places found;

    /**
     * Patterns over a view.
     *
     * @param first whether it is the text as it stands that patterns see, not {@code view}
     */
    PatternLeaves(List<Condition.PatternLeaf> patterns, AnchorTable anchors, TextView view, PassageLeaves passage,
            boolean first, QueryMatcher.Pulse<DeadlineExceeded> pulse) {
        this.patterns = patterns;
        this.anchors = anchors;
        this.view = view;
        this.passage = passage;
        this.first = first;
        this.pulse = pulse;
    }

    /** Whether an anchor of the pattern is there. */
    boolean any(int pattern) {
        return found().any(pattern);
    }

    /** Calls {@code each} for every pattern of which an anchor is there, perhaps more than once. */
    void forEachPossible(IntConsumer each) {
        found().forEachPattern(each);
    }

    /** Where the pattern matches, in units of the passage's text. */
    List<Span> spans(int pattern) throws DeadlineExceeded {
        if (!found().any(pattern)) return List.of();
        Condition.PatternLeaf leaf = patterns.get(pattern);
        List<Span> spans = new ArrayList<>();
        var text = new BoundedText(leaf.pattern(), leaf.first(), text());
        for (int i = 0; i < leaf.anchors().size(); i++)
            beside(leaf.anchors().get(i), found().of(pattern, i), text, spans);
        return spans;
    }

    private void beside(Anchor anchor, int[] where, BoundedText text, List<Span> spans) throws DeadlineExceeded {
        int before = Math.min(anchor.before(), REACH);
        int next = 0;
        for (int at : where) {
            if (at < next) continue;
            if (++places % PLACES_A_BEAT == 0) pulse.beat();
            int behind = at + anchor.literal().length();
            int[] match = text.find(Math.max(0, at - before), at, behind + REACH);
            if (match.length > 0)
                spans.add(first ? new Span(match[0], match[1]) : view.original(match[0], match[1]));
            next = behind;
        }
    }

    /** What patterns see: the text itself, or a decoded text. */
    private String text() {
        if (first) return passage.text();
        String known = decoded;
        if (known == null) decoded = known = view.text();
        return known;
    }

    private AnchorTable.Places found() {
        AnchorTable.Places known = found;
        if (known == null) {
            found = known = first
                    ? anchors.find(passage.lowered(), passage.text().length())
                    : anchors.find(view.chars(), view.length());
        }
        return known;
    }
}
