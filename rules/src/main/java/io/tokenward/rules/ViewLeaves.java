package io.tokenward.rules;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.match.QueryMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which leaves hold in one view of a passage, and the value of trees over them. All spans are in units of the passage's text. Not thread-safe. */
final class ViewLeaves implements QueryMatcher.Sink, Tree.Leaves {
    private final TextView view;
    private final boolean first;
    private final PassageLeaves passage;
    private final PatternLeaves patternLeaves;
    private final BitSet matched = new BitSet();
    private final Map<Integer, Matches> matches = new HashMap<>();
    private final Map<Integer, List<Span>> patterns = new HashMap<>();
    private final Set<Span> asItStands = new HashSet<>();
    private int from;
    private int to = Integer.MAX_VALUE;

    /** @param first whether the view is the text itself, but folded */
    ViewLeaves(TextView view, boolean first, PassageLeaves passage, PatternLeaves patternLeaves) {
        this.view = view;
        this.first = first;
        this.passage = passage;
        this.patternLeaves = patternLeaves;
    }

    boolean first() {
        return first;
    }

    PatternLeaves patterns() {
        return patternLeaves;
    }

    @Override
    public void match(int query, int start, int end) {
        matched.set(query);
        matches.computeIfAbsent(query, _ -> new Matches()).add(start, end);
    }

    /** Matches of one query: most of them are never asked for, so spans are made when they are. */
    private final class Matches {
        private int[] bounds = new int[4];
        private int size;
        private List<Span> spans = List.of();

        void add(int start, int end) {
            if (size == bounds.length) bounds = Arrays.copyOf(bounds, 2 * size);
            bounds[size++] = start;
            bounds[size++] = end;
        }

        List<Span> spans() {
            if (spans.isEmpty()) {
                spans = new ArrayList<>(size / 2);
                for (int i = 0; i < size; i += 2)
                    spans.add(original(bounds[i], bounds[i + 1]));
            }
            return spans;
        }
    }

    private List<Span> queried(int number) {
        Matches known = matches.get(number);
        return known == null ? List.of() : known.spans();
    }

    /** The queries that matched. */
    BitSet matched() {
        return matched;
    }

    @Override
    public boolean query(int number) {
        return matched.get(number);
    }

    @Override
    public boolean pattern(int number) {
        return patternLeaves.any(number);
    }

    @Override
    public boolean detector(String name) {
        return true;
    }

    /** The name that a finding reports: {@code plain} where the text itself, but for its case, is what matched. */
    String viewName(Span span) {
        return asItStands.contains(span) || patternLeaves.asItStands(span) ? "plain" : view.name();
    }

    private Span original(int start, int end) {
        Span span = view.original(start, end);
        if (first && span.length() == end - start && sameButCase(span, start)) asItStands.add(span);
        return span;
    }

    private boolean sameButCase(Span span, int start) {
        String text = passage.text();
        for (int i = 0; i < span.length(); i++) {
            if (Character.toLowerCase(text.charAt(span.start() + i)) != view.chars()[start + i]) return false;
        }
        return true;
    }

    /** The same as {@link #spans(Tree)} with nothing but what begins from {@code begin} to before {@code end}. */
    Optional<List<Span>> spans(Tree tree, int begin, int end) throws DeadlineExceeded {
        from = begin;
        to = end;
        try {
            return spans(tree);
        } finally {
            from = 0;
            to = Integer.MAX_VALUE;
        }
    }

    /** Where something begins that the condition asks for, ascending. */
    int[] beginnings(Tree tree) throws DeadlineExceeded {
        List<Span> all = new ArrayList<>();
        collect(tree, all);
        return all.stream().mapToInt(Span::start).sorted().distinct().toArray();
    }

    private void collect(Tree tree, List<Span> all) throws DeadlineExceeded {
        switch (tree) {
            case Tree.Query(int number) -> all.addAll(queried(number));
            case Tree.Pattern(int number) -> all.addAll(patternSpans(number));
            case Tree.Detector(String name) -> all.addAll(detected(name));
            case Tree.Any(List<Tree> of) -> collect(of, all);
            case Tree.All(List<Tree> of, var _) -> collect(of, all);
            case Tree.AtLeast(int _, List<Tree> of) -> collect(of, all);
            case Tree.Not _ -> {}
        }
    }

    private void collect(List<Tree> of, List<Span> all) throws DeadlineExceeded {
        for (Tree child : of)
            collect(child, all);
    }

    /** The matches that make the condition hold; empty where it does not. A condition that holds by absence alone has no matches. */
    Optional<List<Span>> spans(Tree tree) throws DeadlineExceeded {
        return switch (tree) {
            case Tree.Query(int number) -> held(queried(number));
            case Tree.Pattern(int number) -> held(patternSpans(number));
            case Tree.Detector(String name) -> held(detected(name));
            case Tree.Any(List<Tree> of) -> atLeast(1, of);
            case Tree.All all -> all(all);
            case Tree.Not(Tree of) -> spans(of).isPresent() ? Optional.empty() : Optional.of(List.of());
            case Tree.AtLeast(int count, List<Tree> of) -> atLeast(count, of);
        };
    }

    /** Those in the stretch that is looked at. */
    private Optional<List<Span>> held(List<Span> spans) {
        boolean everywhere = from == 0 && to == Integer.MAX_VALUE;
        List<Span> here = everywhere ? spans : new ArrayList<>();
        if (!everywhere) {
            for (Span span : spans)
                if (span.start() >= from && span.start() < to) here.add(span);
        }
        return here.isEmpty() ? Optional.empty() : Optional.of(here);
    }

    private Optional<List<Span>> atLeast(int count, List<Tree> of) throws DeadlineExceeded {
        List<Span> all = new ArrayList<>();
        int holding = 0;
        for (Tree child : of) {
            Optional<List<Span>> spans = spans(child);
            if (spans.isEmpty()) continue;
            holding++;
            all.addAll(spans.get());
        }
        return holding >= count ? Optional.of(all) : Optional.empty();
    }

    /** Every child holds, where matches inside the spans of an excluded detector do not count. */
    private Optional<List<Span>> all(Tree.All tree) throws DeadlineExceeded {
        List<List<Span>> held = new ArrayList<>();
        for (Tree child : tree.of()) {
            Optional<List<Span>> spans = spans(child);
            if (spans.isEmpty()) return spans;
            held.add(spans.get());
        }
        // Asked last: most conditions have failed before, and detectors read the whole text.
        List<Enclosing> excluded = tree.excluded().stream().map(passage::enclosing).toList();
        List<Span> all = new ArrayList<>();
        for (List<Span> spans : held) {
            int before = all.size();
            for (Span span : spans)
                if (excluded.stream().noneMatch(one -> one.holds(span))) all.add(span);
            if (all.size() == before && !spans.isEmpty()) return Optional.empty();
        }
        return Optional.of(all);
    }

    private List<Span> detected(String name) {
        List<Span> spans = passage.spans(name);
        asItStands.addAll(spans);
        return spans;
    }

    private List<Span> patternSpans(int number) throws DeadlineExceeded {
        List<Span> known = patterns.get(number);
        if (known != null) return known;
        List<Span> spans = patternLeaves.spans(number);
        patterns.put(number, spans);
        return spans;
    }
}
