package io.tokenward.rules;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.match.QueryMatcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/** Which leaves hold in one view of a passage, and the value of trees over them. All spans are in units of the passage's text. Not thread-safe. */
final class ViewLeaves implements QueryMatcher.Sink {
    /** Units of text that a pattern may see, half of them on each side of its anchor. */
    private static final int REACH = 132;
    /** Windows of one anchor in one view. */
    private static final int MAX_WINDOWS = 2000;

    private final TextView view;
    private final PassageLeaves passage;
    private final IdentityHashMap<Condition.QueryLeaf, Integer> numbers;
    private final Map<Integer, List<Span>> matches = new HashMap<>();
    private final Set<Span> asItStands = new HashSet<>();
    private final IdentityHashMap<Condition.PatternLeaf, List<Span>> patterns = new IdentityHashMap<>();
    private int from;
    private int to = Integer.MAX_VALUE;
    private @Nullable String decoded;
    private @Nullable String lower;

    ViewLeaves(TextView view, PassageLeaves passage, IdentityHashMap<Condition.QueryLeaf, Integer> numbers) {
        this.view = view;
        this.passage = passage;
        this.numbers = numbers;
    }

    TextView view() {
        return view;
    }

    @Override
    public void match(int query, int start, int end) {
        matches.computeIfAbsent(query, _ -> new ArrayList<>()).add(original(start, end));
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
        List<Span> excluded = new ArrayList<>();
        for (Condition child : of) {
            if (child instanceof Condition.Not(Condition.DetectorLeaf(String name, var _)))
                excluded.addAll(passage.spans(name));
        }
        List<Span> all = new ArrayList<>();
        for (Condition child : of) {
            if (child instanceof Condition.Not(Condition.DetectorLeaf _)) continue;
            Optional<List<Span>> spans = spans(child);
            if (spans.isEmpty()) return spans;
            List<Span> outside = spans.get()
                    .stream()
                    .filter(span -> excluded.stream().noneMatch(e -> within(span, e)))
                    .toList();
            if (outside.isEmpty() && !spans.get().isEmpty()) return Optional.empty();
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
        for (String anchor : leaf.anchors())
            pattern(leaf.pattern(), anchor, spans);
        patterns.put(leaf, spans);
        return spans;
    }

    private void pattern(Pattern pattern, String anchor, List<Span> spans) {
        String text = text();
        String lower = lower();
        int from = 0;
        for (int count = 0; count < MAX_WINDOWS; count++) {
            int at = lower.indexOf(anchor, from);
            if (at < 0) return;
            int[] match = BoundedText.find(pattern, text, Math.max(0, at - REACH),
                    Math.min(text.length(), at + anchor.length() + REACH));
            if (match.length > 0) {
                Span span = first() ? new Span(match[0], match[1]) : view.original(match[0], match[1]);
                if (first()) asItStands.add(span);
                spans.add(span);
            }
            from = at + anchor.length();
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

    private String lower() {
        if (first()) return passage.lower();
        String known = lower;
        if (known == null) lower = known = Anchors.lower(text());
        return known;
    }
}
