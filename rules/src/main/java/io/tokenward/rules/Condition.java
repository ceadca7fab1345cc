package io.tokenward.rules;

import io.tokenward.rules.yaml.Place;
import java.util.List;
import java.util.regex.Pattern;

import org.apache.lucene.search.Query;

/** The condition of a rule: a tree of leaves. Immutable. */
public sealed interface Condition {

    /** A Lucene query over the text's words; {@code written} is what the author wrote, words expanded. */
    record QueryLeaf(String written, Query query, Place place) implements Condition {}

    /**
     * A regular expression over the text as it stands, or as it was decoded, run only in windows beside one of {@code anchors},
     * of which every match contains one, and only from one of {@code first} on.
     */
    record PatternLeaf(Pattern pattern, List<Anchor> anchors, FirstUnits first, Place place) implements Condition {
        public PatternLeaf {
            anchors = List.copyOf(anchors);
        }

        /** Literals of which, whatever their case, every match contains one. */
        public List<String> literals() {
            return anchors.stream().map(Anchor::literal).toList();
        }
    }

    /** A detector, by name. */
    record DetectorLeaf(String name, Place place) implements Condition {}

    /** Every child. */
    record All(List<Condition> of) implements Condition {
        public All {
            of = List.copyOf(of);
        }
    }

    /** One child at least. */
    record Any(List<Condition> of) implements Condition {
        public Any {
            of = List.copyOf(of);
        }
    }

    /** The child must not hold. Beside other children of {@code all}, a detector here takes away the matches that lie within its spans. */
    record Not(Condition of) implements Condition {}

    /** So many children at least. */
    record AtLeast(int count, List<Condition> of) implements Condition {
        public AtLeast {
            of = List.copyOf(of);
        }
    }
}
