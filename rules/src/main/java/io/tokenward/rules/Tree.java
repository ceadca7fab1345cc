package io.tokenward.rules;

import java.util.List;
import java.util.Set;

/**
 * A condition as it is evaluated: leaves are numbers, so that what is known of them stands in arrays. Queries are called by their
 * place in the matcher, patterns by theirs in the {@link AnchorTable}, detectors by name. Immutable.
 */
sealed interface Tree {
    record Query(int number) implements Tree {}

    record Pattern(int number) implements Tree {}

    record Detector(String name) implements Tree {}

    /**
     * Every child.
     *
     * @param excluded detectors inside of whose spans no match counts
     */
    record All(List<Tree> of, List<String> excluded) implements Tree {}

    record Any(List<Tree> of) implements Tree {}

    record Not(Tree of) implements Tree {}

    record AtLeast(int count, List<Tree> of) implements Tree {}

    /** Says of leaves whether they may hold. */
    interface Leaves {
        /** Whether that query may match. */
        boolean query(int number);

        /** Whether that pattern may match. */
        boolean pattern(int number);

        /** Whether that detector may have found something. */
        boolean detector(String name);
    }

    /** Whether the condition may hold where no more than these leaves do: never wrong in saying no, and cheap. */
    default boolean mayHold(Leaves leaves) {
        return switch (this) {
            case Query(int number) -> leaves.query(number);
            case Pattern(int number) -> leaves.pattern(number);
            case Detector(String name) -> leaves.detector(name);
            case Not _ -> true;
            case All(List<Tree> of, var _) -> {
                for (Tree child : of)
                    if (!child.mayHold(leaves)) yield false;
                yield true;
            }
            case Any(List<Tree> of) -> {
                for (Tree child : of)
                    if (child.mayHold(leaves)) yield true;
                yield false;
            }
            case AtLeast(int count, List<Tree> of) -> {
                int may = 0;
                for (Tree child : of)
                    if (child.mayHold(leaves)) may++;
                yield may >= count;
            }
        };
    }

    /** Whether it looks at one of these detectors, were it only to leave out what they find. */
    default boolean looksAt(Set<String> detectors) {
        return switch (this) {
            case Query _,Pattern _ -> false;
            case Detector(String name) -> detectors.contains(name);
            case Not(Tree of) -> of.looksAt(detectors);
            case All(List<Tree> of, List<String> excluded) ->
                excluded.stream().anyMatch(detectors::contains) || anyLooksAt(of, detectors);
            case Any(List<Tree> of) -> anyLooksAt(of, detectors);
            case AtLeast(int _, List<Tree> of) -> anyLooksAt(of, detectors);
        };
    }

    private static boolean anyLooksAt(List<Tree> trees, Set<String> detectors) {
        return trees.stream().anyMatch(tree -> tree.looksAt(detectors));
    }
}
