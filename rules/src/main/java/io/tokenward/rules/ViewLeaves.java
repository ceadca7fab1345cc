package io.tokenward.rules;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.match.QueryMatcher;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Which leaves hold in one view of a passage, and the value of trees over them. All spans are in units of the passage's text. Not thread-safe. */
final class ViewLeaves implements QueryMatcher.Sink {
    /** Units of text that a pattern may see, half of them on each side of its anchor. */
    private static final int REACH = 132;

    private final TextView view;
    private final PassageLeaves passage;
    private final IdentityHashMap<Condition.QueryLeaf, Integer> numbers;
    private final Map<Integer, List<Span>> matches = new HashMap<>();
    private final Set<Span> asItStands = new HashSet<>();
    private final IdentityHashMap<Condition.PatternLeaf, List<Span>> patterns = new IdentityHashMap<>();
    private int from;
    private int to = Integer.MAX_VALUE;
    private @Nullable String decoded;
    private final AnchorTable anchors;
    private AnchorTable.@Nullable Places places;

    ViewLeaves(TextView view, PassageLeaves passage, IdentityHashMap<Condition.QueryLeaf, Integer> numbers,
            AnchorTable anchors) {
        this.view = view;
        this.passage = passage;
        this.numbers = numbers;
        this.anchors = anchors;
    }

    TextView view() {
        return view;
    }

    @Override
    public void match(int query, int start, int end) {
        matches.computeIfAbsent(query, _ -> new ArrayList<>()).add(original(start, end));
    }

    /** Whether the condition could hold if all candidates matched: never wrong in saying no. */
    boolean mayHold(Condition condition, BitSet candidates) {
        return mayHold(condition, leaf -> candidates.get(number(leaf)));
    }

    /** Whether the condition could hold somewhere, by what matched: never wrong in saying no, and cheap. */
    boolean couldHold(Condition condition) {
        return mayHold(condition, leaf -> matches.containsKey(number(leaf)));
    }

    private int number(Condition.QueryLeaf leaf) {
        return Objects.requireNonNull(numbers.get(leaf));
    }

    private boolean mayHold(Condition condition, Predicate<Condition.QueryLeaf> matching) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> matching.test(leaf);
            case Condition.PatternLeaf leaf -> places().any(leaf);
            case Condition.DetectorLeaf _,Condition.Not _ -> true;
            case Condition.All(List<Condition> of) -> {
                for (Condition child : of)
                    if (!mayHold(child, matching)) yield false;
                yield true;
            }
            case Condition.Any(List<Condition> of) -> {
                for (Condition child : of)
                    if (mayHold(child, matching)) yield true;
                yield false;
            }
            case Condition.AtLeast(int count, List<Condition> of) -> {
                int may = 0;
                for (Condition child : of)
                    if (mayHold(child, matching)) may++;
                yield may >= count;
            }
        };
    }

    /** Whether any query matched. */
    boolean anyQuery() {
        return !matches.isEmpty();
    }

    /** The name that a finding reports: {@code plain} where the text itself, but for its case, is what matched. */
    String viewName(Span span) {
        return asItStands.contains(span) ? "plain" : view.name();
    }

    private Span original(int start, int end) {
        Span span = view.original(start, end);
        if (view.name().equals("folded") && span.length() == end - start && sameButCase(span, start))
            asItStands.add(span);
        return span;
    }

    private boolean sameButCase(Span span, int start) {
        String text = passage.text();
        for (int i = 0; i < span.length(); i++) {
            if (Character.toLowerCase(text.charAt(span.start() + i)) != view.chars()[start + i]) return false;
        }
        return true;
    }

    /** The same as {@link #spans(Condition)} with nothing but what begins from {@code first} to before {@code last}. */
    Optional<List<Span>> spans(Condition condition, int first, int last) {
        from = first;
        to = last;
        try {
            return spans(condition);
        } finally {
            from = 0;
            to = Integer.MAX_VALUE;
        }
    }

    /** Where something begins that the condition asks for, ascending. */
    int[] beginnings(Condition condition) {
        return leaves(condition).flatMap(List::stream).mapToInt(Span::start).distinct().sorted().toArray();
    }

    private Stream<List<Span>> leaves(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> Stream.of(matches.getOrDefault(numbers.get(leaf), List.of()));
            case Condition.PatternLeaf leaf -> Stream.of(pattern(leaf));
            case Condition.DetectorLeaf(String name, var _) -> Stream.of(detected(name));
            case Condition.Any(List<Condition> of) -> of.stream().flatMap(this::leaves);
            case Condition.All(List<Condition> of) -> of.stream().flatMap(this::leaves);
            case Condition.AtLeast(int _, List<Condition> of) -> of.stream().flatMap(this::leaves);
            case Condition.Not _ -> Stream.empty();
        };
    }

    /** The matches that make the condition hold; empty where it does not. A condition that holds by absence alone has no matches. */
    Optional<List<Span>> spans(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> held(matches.getOrDefault(numbers.get(leaf), List.of()));
            case Condition.PatternLeaf leaf -> held(pattern(leaf));
            case Condition.DetectorLeaf(String name, var _) -> held(detected(name));
            case Condition.Any(List<Condition> of) -> any(of);
            case Condition.All(List<Condition> of) -> all(of);
            case Condition.Not(Condition of) -> spans(of).isPresent() ? Optional.empty() : Optional.of(List.of());
            case Condition.AtLeast(int count, List<Condition> of) -> atLeast(count, of);
        };
    }

    private Optional<List<Span>> held(List<Span> spans) {
        boolean everywhere = from == 0 && to == Integer.MAX_VALUE;
        List<Span> here = everywhere
                ? spans
                : spans.stream().filter(span -> span.start() >= from && span.start() < to).toList();
        return here.isEmpty() ? Optional.empty() : Optional.of(here);
    }

    private Optional<List<Span>> any(List<Condition> of) {
        return atLeast(1, of);
    }

    private Optional<List<Span>> atLeast(int count, List<Condition> of) {
        List<Span> all = new ArrayList<>();
        int holding = 0;
        for (Condition child : of) {
            Optional<List<Span>> spans = spans(child);
            if (spans.isEmpty()) continue;
            holding++;
            all.addAll(spans.get());
        }
        return holding >= count ? Optional.of(all) : Optional.empty();
    }

    /** Every child holds, where matches inside the spans of an excluded detector do not count. */
    private Optional<List<Span>> all(List<Condition> of) {
        List<List<Span>> held = new ArrayList<>();
        for (Condition child : of) {
            if (child instanceof Condition.Not(Condition.DetectorLeaf _)) continue;
            Optional<List<Span>> spans = spans(child);
            if (spans.isEmpty()) return spans;
            held.add(spans.get());
        }
        // Asked last: most conditions have failed before, and detectors read the whole text.
        List<Span> excluded = new ArrayList<>();
        for (Condition child : of) {
            if (child instanceof Condition.Not(Condition.DetectorLeaf(String name, var _)))
                excluded.addAll(passage.spans(name));
        }
        List<Span> all = new ArrayList<>();
        for (List<Span> spans : held) {
            List<Span> outside = spans.stream()
                    .filter(span -> excluded.stream().noneMatch(e -> within(span, e)))
                    .toList();
            if (outside.isEmpty() && !spans.isEmpty()) return Optional.empty();
            all.addAll(outside);
        }
        return Optional.of(all);
    }

    private static boolean within(Span span, Span outer) {
        return span.start() >= outer.start() && span.end() <= outer.end();
    }

    private List<Span> detected(String name) {
        List<Span> spans = passage.spans(name);
        asItStands.addAll(spans);
        return spans;
    }

    private List<Span> pattern(Condition.PatternLeaf leaf) {
        List<Span> known = patterns.get(leaf);
        if (known != null) return known;
        List<Span> spans = new ArrayList<>();
        if (places().any(leaf)) {
            var text = new BoundedText(leaf.pattern(), leaf.first(), text());
            for (int i = 0; i < leaf.anchors().size(); i++)
                pattern(text, leaf.anchors().get(i), places().of(leaf, i), spans);
        }
        patterns.put(leaf, spans);
        return spans;
    }

    private void pattern(BoundedText text, Anchor anchor, int[] found, List<Span> spans) {
        int before = Math.min(anchor.before(), REACH);
        int next = 0;
        for (int at : found) {
            if (at < next) continue;
            int behind = at + anchor.literal().length();
            int[] match = text.find(Math.max(0, at - before), at, behind + REACH);
            if (match.length > 0) {
                Span span = first() ? new Span(match[0], match[1]) : view.original(match[0], match[1]);
                if (first()) asItStands.add(span);
                spans.add(span);
            }
            next = behind;
        }
    }

    private boolean first() {
        return view.name().equals("folded");
    }

    /** What patterns see: the text itself, or a decoded text. */
    private String text() {
        if (first()) return passage.text();
        String known = decoded;
        if (known == null) decoded = known = view.text();
        return known;
    }

    private AnchorTable.Places places() {
        AnchorTable.Places known = places;
        if (known == null) places = known = anchors.find(text());
        return known;
    }
}
