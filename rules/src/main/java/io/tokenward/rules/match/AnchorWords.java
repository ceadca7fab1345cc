package io.tokenward.rules.match;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Words of which every text that a query matches has at least one: for judging what a query costs. Of all such sets the one with
 * the fewest common words, then with the fewest.
 */
public final class AnchorWords {
    private AnchorWords() {}

    /**
     * The words, or nothing where every text has to be asked.
     *
     * @param common whether a word stands in most texts
     */
    public static Optional<Set<String>> of(SoughtQuery query, Predicate<String> common) {
        return of(Need.of(query.query(), query.written()), common);
    }

    private static Optional<Set<String>> of(Need need, Predicate<String> common) {
        return switch (need) {
            case Need.OneTerm(String term) -> Optional.of(Set.of(term));
            // Which words they are cannot be said; they are taken for rare.
            case Need.Matching(var _) -> Optional.of(Set.of());
            case Need.Every(List<Need> of) -> rarest(of, common);
            case Need.Near(List<Need> of, var _, var _) -> rarest(of, common);
            case Need.Some(List<Need> of) -> union(of, common);
            case Need.Always() -> Optional.empty();
        };
    }

    private static Optional<Set<String>> rarest(List<Need> of, Predicate<String> common) {
        Optional<Set<String>> best = Optional.empty();
        for (Need child : of) {
            Optional<Set<String>> words = of(child, common);
            if (words.isEmpty()) continue;
            if (best.isEmpty() || weight(words.get(), common) < weight(best.get(), common)) best = words;
        }
        return best;
    }

    private static Optional<Set<String>> union(List<Need> of, Predicate<String> common) {
        Set<String> all = new TreeSet<>();
        for (Need child : of) {
            Optional<Set<String>> words = of(child, common);
            if (words.isEmpty()) return words;
            all.addAll(words.get());
        }
        return Optional.of(all);
    }

    private static long weight(Set<String> words, Predicate<String> common) {
        return words.stream().filter(common).count() * 100_000 + words.size();
    }
}
