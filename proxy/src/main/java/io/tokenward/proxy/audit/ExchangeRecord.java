package io.tokenward.proxy.audit;

import io.tokenward.proxy.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How one exchange ended. Holds no prompt, no secret, no key: ids, places, counts.
 *
 * @param id the reference that the caller was told
 * @param time when its head arrived
 * @param key id of the API key, or empty
 * @param tenant whose key, or empty
 * @param route base of the route, or empty
 * @param operation dialect and operation, such as {@code openai chat}, or empty
 * @param model the model asked for, or empty
 * @param policy name of the policy that applied, or empty
 * @param engine version of the rules that judged, or empty
 * @param decision {@code allow}, {@code flag}, {@code redact} or {@code block}
 * @param problem why there was no answer of the upstream, if so
 * @param score the injection score, 0 to 1
 * @param coverage {@code screened}, {@code partly(reason)}, {@code by-policy(name)} or {@code refused}
 * @param findings what the policy looked at, in the order of the request
 * @param status status that the caller saw; 0 where the caller left before
 * @param tokens estimates and use
 * @param upstreamBytes bytes of request body sent to the upstream
 * @param times how long it took
 * @param comparison what another policy would have decided, where the one that applied is compared with it
 * @param limit the limit that refused it, such as {@code tenant.rates.tokens}, or empty
 * @param endpoint name of the upstream, a blank, host and port of its endpoint that was asked last; or empty
 */
public record ExchangeRecord(String id, Instant time, String key, String tenant, String route, String operation,
        String model,
        String policy,
        String engine, String decision, Optional<Problem> problem, double score, String coverage, List<Place> findings,
        int status,
        Tokens tokens, long upstreamBytes, Times times, Optional<Comparison> comparison, String limit,
        String endpoint) {
    /** Of an exchange under a policy that is compared with no other, that no limit refused, and that no upstream was asked for. */
    public ExchangeRecord(String id, Instant time, String key, String tenant, String route, String operation,
            String model, String policy, String engine, String decision, Optional<Problem> problem, double score,
            String coverage, List<Place> findings, int status, Tokens tokens, long upstreamBytes, Times times) {
        this(id, time, key, tenant, route, operation, model, policy, engine, decision, problem, score, coverage,
                findings, status, tokens, upstreamBytes, times, Optional.empty(), "", "");
    }

    public ExchangeRecord {
        findings = List.copyOf(findings);
    }

    /** Ids of all rules that matched, in the order of the request. */
    public List<String> rules() {
        return findings.stream().map(Place::rule).distinct().toList();
    }

    /**
     * Where a rule matched; never what.
     *
     * @param pointer JSON pointer of the text, or empty
     * @param view name of the view of the text
     * @param start in UTF-16 units of the text
     * @param end in UTF-16 units of the text
     * @param shadow whether the rule only reports
     */
    public record Place(String rule, String pointer, String view, int start, int end, boolean shadow) {
        /** Of a rule that counts. */
        public Place(String rule, String pointer, String view, int start, int end) {
            this(rule, pointer, view, start, end, false);
        }
    }

    /**
     * What another policy would have made of the same prompt.
     *
     * @param policy its name
     * @param decision what it would have decided
     */
    public record Comparison(String policy, String decision) {}

    /**
     * Microseconds of an exchange; 0 for what it did not come to.
     *
     * @param head until its caller was known and admitted
     * @param screen from the last byte of the body to the verdict
     * @param firstByte from the verdict to the head of the upstream's answer
     * @param total until its end
     */
    public record Times(long head, long screen, long firstByte, long total) {}

    /**
     * Tokens of one exchange.
     *
     * @param estimated of the prompt, before it was sent
     * @param reserved held back in the limits
     * @param used charged in the end
     * @param blocked the estimate of what a refusal kept from being billed
     */
    public record Tokens(long estimated, long reserved, long used, long blocked) {
        /** Nothing estimated, nothing used. */
        public static final Tokens NONE = new Tokens(0, 0, 0, 0);
    }
}
