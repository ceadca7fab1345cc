package io.tokenward.proxy.admission;

/** The outcome of judging a body. */
public sealed interface Judgement permits Judgement.Passed, Refusal {
    /** It may be sent. */
    record Passed(Judged judged) implements Judgement {}
}
