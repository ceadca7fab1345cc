package io.tokenward.rules;

import io.tokenward.detectors.Category;
import java.util.List;

/**
 * A rule ready to be evaluated. Immutable.
 *
 * @param firstQuery number of its first query
 * @param endQuery one past that of its last
 * @param firstPattern number of its first pattern
 * @param endPattern one past that of its last
 * @param detectors the detectors that it asks for, those it excludes left out
 */
record RuleTree(Rule rule, Tree when, int firstQuery, int endQuery, int firstPattern, int endPattern,
        List<String> detectors) {

    /** Whether each place counts for itself, as with secrets: else one finding speaks for its surroundings. */
    boolean eachPlace() {
        return rule.category() == Category.SECRET || rule.category() == Category.PII;
    }

    /** Whether it looks at the text as it stands alone: then the other views show nothing new. */
    boolean detectorAlone() {
        return when instanceof Tree.Detector;
    }
}
