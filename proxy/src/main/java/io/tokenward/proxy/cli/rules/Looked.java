package io.tokenward.proxy.cli.rules;

import io.tokenward.proxy.cli.eval.LabelledText;
import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.util.List;
import java.util.Set;

/**
 * What rules say about one labelled text, without the learned detector.
 *
 * @param text the text
 * @param matched ids of the rules that matched; copies of known attacks under {@link RuleLooking#KNOWN_ATTACKS}
 * @param asked ids of the rules that the text's words made the engine look at closely
 * @param reached by paranoia level, beginning with 1: whether the default operating point is reached
 */
record Looked(LabelledText text, Set<String> matched, Set<String> asked, List<Boolean> reached) {
    Looked {
        matched = Set.copyOf(matched);
        asked = Set.copyOf(asked);
        reached = List.copyOf(reached);
    }

    boolean attack() {
        return text.label().attack();
    }

    boolean benign() {
        return text.label() == Label.BENIGN;
    }

    boolean reachedAt(int level) {
        return reached.get(level - 1);
    }
}
