package io.tokenward.proxy.admission;

import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.rules.Assessment;
import java.util.Optional;

/**
 * What the judging of a prompt ended with where it ended in a refusal: the refusal, and what was learned before it.
 *
 * @param denied what the caller is told
 * @param call the request as far as it could be read
 * @param assessment what was found, if it came so far
 * @param comparison what another policy would have made of it
 * @param engine version of the rules that judged, or empty
 */
public record Refusal(Denied denied, Optional<ModelCall> call, Optional<Assessment> assessment,
        Optional<Comparison> comparison, String engine)
        implements
            Judgement {
    /** Of a body that no rules have judged. */
    public static Refusal unjudged(Denied denied) {
        return new Refusal(denied, Optional.empty(), Optional.empty(), Optional.empty(), "");
    }
}
