package io.tokenward.proxy.admission;

import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.limit.Consumption;
import io.tokenward.rules.Assessment;
import java.util.List;
import java.util.Optional;

/**
 * A request whose prompt may be sent.
 *
 * @param ticket of its head
 * @param call what it asks for; empty for operations without a prompt
 * @param assessment what was found; empty where nothing was screened
 * @param fields of the head that are sent with other values than they came with: all that were screened; empty where none changed
 * @param body the bytes to send: those that were screened
 * @param coverage {@code screened}, {@code partly(reason)} or {@code by-policy(name)}
 * @param comparison what another policy would have made of it
 * @param engine version of the rules that judged
 */
public record Judged(Ticket ticket, Optional<ModelCall> call, Optional<Assessment> assessment,
        List<HeaderField> fields, byte[] body,
        String coverage, Optional<Comparison> comparison,
        String engine) {

    /**
     * The estimate of what this call may cost: prompt and the most it may answer; where it sets no limit, what is likely.
     *
     * @param likely tokens of an answer, from what such calls were answered
     */
    Consumption estimate(long likely) {
        return call.map(c -> consumption(c,
                c.maxOutputTokens() >= 0 ? c.maxOutputTokens() : Math.max(likely, ASSUMED_OUTPUT))).orElse(NOTHING);
    }

    /** The same with what is likely in the place of a higher limit: what callers ask for is seldom what they get. */
    Consumption likely(long likely) {
        return call.map(c -> consumption(c,
                Math.min(c.maxOutputTokens() >= 0 ? c.maxOutputTokens() : ASSUMED_OUTPUT, likely))).orElse(NOTHING);
    }

    private static Consumption consumption(ModelCall call, long output) {
        return new Consumption(call.inputTokens(), 0, output, 0, call.images(), 0);
    }

    private static final Consumption NOTHING = Consumption.tokens(0);
    /** Tokens assumed for an answer where the caller sets no limit. */
    static final long ASSUMED_OUTPUT = 1024;
}
