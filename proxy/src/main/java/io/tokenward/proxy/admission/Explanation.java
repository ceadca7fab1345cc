package io.tokenward.proxy.admission;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Decision;
import io.tokenward.rules.Policy;
import io.tokenward.rules.Reveal;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import java.util.Locale;
import java.util.Optional;

/** What a caller reads on a block: that, which rule, what to do next; never the matched text. */
final class Explanation {
    private Explanation() {}

    static Denied of(Assessment assessment, ModelCall call, Policy policy, RuleEngine engine) {
        Optional<Assessment.Judged> decisive = assessment.decisive().or(() -> notTakenOut(assessment));
        if (policy.reveal() == Reveal.REFERENCE || decisive.isEmpty()) return Problem.PROMPT_BLOCKED.denied();
        Assessment.Judged judged = decisive.get();
        String id = judged.finding().rule();
        Optional<Rule> rule = engine.rule(id);
        StringBuilder text = new StringBuilder("Blocked by policy before it reached the model (").append(id);
        rule.ifPresent(r -> text.append(": ").append(inSentence(r)));
        text.append(").");
        rule.map(Rule::advice)
                .filter(advice -> !advice.isBlank())
                .ifPresent(advice -> text.append(' ').append(advice.strip()));
        Denied denied = Problem.PROMPT_BLOCKED.denied(text.toString()).by(id);
        Passage passage = call.prompt().passages().get(judged.passage());
        return denied.at(passage.role() == Role.HEADER
                ? HeaderTexts.place(passage)
                : call.param(passage.pointer()));
    }

    /** Where taking out did not do, the last place: the target of a request, which stays as it is, stands behind all others. */
    private static Optional<Assessment.Judged> notTakenOut(Assessment assessment) {
        return assessment.findings()
                .stream()
                .filter(found -> found.effect() == Decision.REDACT)
                .reduce((_, later) -> later);
    }

    /** Titles of secrets begin with the name of a product. */
    private static String inSentence(Rule rule) {
        String title = rule.title();
        if (rule.category() == Category.SECRET || title.length() < 2 || Character.isUpperCase(title.charAt(1)))
            return title;
        return title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1);
    }
}
