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
 */
public record Refusal(Denied denied, Optional<ModelCall> call, Optional<Assessment> assessment) implements Judgement {}
