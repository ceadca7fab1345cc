package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.rules.Rule;
import io.tokenward.rules.explain.RuleTrace;
import io.tokenward.rules.explain.Traced;
import java.util.List;
import java.util.Optional;

/**
 * A rule and what it makes of a text.
 *
 * @param findings those of the verdict
 * @param notCounted why it has no points even where it matches
 */
record ExplainedRule(RuleTrace trace, List<Finding> findings, Optional<String> notCounted) {
    Rule rule() {
        return trace.rule();
    }

    /** Points that it adds. */
    int points() {
        boolean counts = !findings.isEmpty() && notCounted.isEmpty() && rule().category().attack();
        return counts ? rule().severity().points() : 0;
    }

    /** Why it does not match although every part of it seems to hold; empty where no such thing is to be said. */
    String apart() {
        boolean parts = !trace.fires() && trace.asked() && trace.tree().of().stream().allMatch(Traced::holds)
                && !trace.tree().of().isEmpty();
        return parts
                ? "its parts hold, but not in one view of the text within 4096 characters, or only inside what it excludes"
                : "";
    }
}
