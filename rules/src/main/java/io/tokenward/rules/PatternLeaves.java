package io.tokenward.rules;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.match.QueryMatcher;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    private final Set<Span> asItStands = new HashSet<>();
    private int places;
    private @Nullable String another;
    private AnchorTable.@Nullable Places found;
    /** Beside the text as it stands, where it is disguised: the text without its disguise. */
    private @Nullable Optional<String> unmasked;
    private AnchorTable.@Nullable Places unmaskedFound;

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
        return found().any(pattern) || unmasked().isPresent() && unmaskedFound().any(pattern);
    }

    /** Calls {@code each} for every pattern of which an anchor is there, perhaps more than once. */
    void forEachPossible(IntConsumer each) {
        found().forEachPattern(each);
        if (unmasked().isPresent()) unmaskedFound().forEachPattern(each);
    }

    /** Where the pattern matches, in units of the passage's text. */
    List<Span> spans(int pattern) throws DeadlineExceeded {
        Set<Span> spans = new LinkedHashSet<>();
        if (found().any(pattern)) seek(pattern, found(), text(), first, spans);
        if (first) asItStands.addAll(spans);
        Optional<String> bare = unmasked();
        if (bare.isPresent() && unmaskedFound().any(pattern))
            seek(pattern, unmaskedFound(), bare.get(), false, spans);
        return List.copyOf(spans);
    }

    /** Whether a pattern matched there in the text as it stands. */
    boolean asItStands(Span span) {
        return asItStands.contains(span);
    }

    private void seek(int pattern, AnchorTable.Places places, String text, boolean plain, Set<Span> spans)
            throws DeadlineExceeded {
        Condition.PatternLeaf leaf = patterns.get(pattern);
        var bounded = new BoundedText(leaf.pattern(), leaf.first(), text);
        for (int i = 0; i < leaf.anchors().size(); i++)
            beside(leaf.anchors().get(i), places.of(pattern, i), bounded, plain, spans);
    }

    private void beside(Anchor anchor, int[] where, BoundedText text, boolean plain, Set<Span> spans)
            throws DeadlineExceeded {
        int before = Math.min(anchor.before(), REACH);
        int next = 0;
        for (int at : where) {
            if (at < next) continue;
            if (++places % PLACES_A_BEAT == 0) pulse.beat();
            int behind = at + anchor.literal().length();
            int[] match = text.find(Math.max(0, at - before), at, behind + REACH);
            if (match.length > 0)
                spans.add(plain ? new Span(match[0], match[1]) : view.original(match[0], match[1]));
            next = behind;
        }
    }

    /** What patterns see: the text itself, or what another view shows. */
    private String text() {
        if (first) return passage.text();
        String known = another;
        if (known == null) another = known = Unmasked.ofAnother(view, passage.text(), passage.decoded());
        return known;
    }

    private Optional<String> unmasked() {
        Optional<String> known = unmasked;
        if (known == null) {
            boolean may = first && !passage.isAscii();
            unmasked = known = may ? Unmasked.of(passage.text(), view) : Optional.empty();
        }
        return known;
    }

    private AnchorTable.Places unmaskedFound() {
        AnchorTable.Places known = unmaskedFound;
        if (known == null) unmaskedFound = known = anchors.find(view.chars(), view.length());
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
