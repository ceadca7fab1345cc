package io.tokenward.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Span;
import java.util.List;
import java.util.Optional;

/**
 * The verdict over a prompt under a policy. Immutable; holds places, never text.
 *
 * @param decision what becomes of the request
 * @param injectionScore of the passage that speaks for the prompt, 0 to 1
 * @param secretScore 0 to 1
 * @param anomaly points of the passage that speaks for the prompt
 * @param findings all that the policy looks at
 * @param redactions what has to be taken out, if the decision is {@code redact}
 * @param decisive the finding that a caller is told about, if the decision is {@code block}
 */
public record Assessment(Decision decision, double injectionScore, double secretScore, int anomaly,
        List<Judged> findings,
        List<Redaction> redactions, Optional<Judged> decisive) {
    /** Nothing found. */
    public static final Assessment CLEAN = new Assessment(Decision.ALLOW, 0, 0, 0, List.of(), List.of(),
            Optional.empty());

    public Assessment {
        findings = List.copyOf(findings);
        redactions = List.copyOf(redactions);
    }

    /**
     * A finding in its passage.
     *
     * @param passage index into the prompt's passages
     * @param finding what and where
     * @param effect what it does under the policy
     */
    public record Judged(int passage, Finding finding, Decision effect) {}

    /**
     * Something to take out.
     *
     * @param passage index into the prompt's passages
     * @param span where
     * @param kind what it is, such as {@code github-pat}
     */
    public record Redaction(int passage, Span span, String kind) {}
}
