package io.tokenward.proxy.problem;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/** A refusal on its way to the one place that answers it. Checked, since callers must know; stackless, since refusing is routine. */
public final class Denied extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final String publicText;
    private final String param;
    private final transient @Nullable Duration retryAfter;
    private final String rule;
    private final String limit;
    private final transient @Nullable SpentRate rate;

    Denied(Problem problem, String publicText, String param, @Nullable Duration retryAfter, String rule,
            String limit, @Nullable SpentRate rate) {
        super(problem.name(), null, false, false);
        this.problem = problem;
        this.publicText = publicText;
        this.param = param;
        this.retryAfter = retryAfter;
        this.rule = rule;
        this.limit = limit;
        this.rate = rate;
    }

    /** Which refusal. */
    public Problem problem() {
        return problem;
    }

    /** What the caller reads; never a prompt, a secret or a private cause. */
    public String publicText() {
        return publicText;
    }

    /** The request parameter at fault in the words of the dialect, such as {@code messages[1].content}; may be empty. */
    public String param() {
        return param;
    }

    /** When trying again makes sense; null where it does not or nobody knows. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Id of the rule that decided, or empty. */
    public String rule() {
        return rule;
    }

    /** The limit that decided, such as {@code tenant.rates.tokens}, or empty. */
    public String limit() {
        return limit;
    }

    /** The rate that decided; null where none did. */
    public @Nullable SpentRate rate() {
        return rate;
    }

    /** The same with the parameter named. */
    public Denied at(String param) {
        return new Denied(problem, publicText, param, retryAfter, rule, limit, rate);
    }

    /** The same with the time after which a retry makes sense. */
    public Denied retryAfter(Duration wait) {
        return new Denied(problem, publicText, param, wait, rule, limit, rate);
    }

    /** The same with the rule that decided. */
    public Denied by(String rule) {
        return new Denied(problem, publicText, param, retryAfter, rule, limit, rate);
    }

    /** The same with the limit that decided. */
    public Denied within(String limit) {
        return new Denied(problem, publicText, param, retryAfter, rule, limit, rate);
    }

    /** The same with the rate that decided. */
    public Denied spent(SpentRate rate) {
        return new Denied(problem, publicText, param, retryAfter, rule, limit, rate);
    }
}
