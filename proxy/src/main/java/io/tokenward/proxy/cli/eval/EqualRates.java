package io.tokenward.proxy.cli.eval;

import io.tokenward.detectors.injection.InjectionModel;
import io.tokenward.rules.RuleEngine;
import java.util.Arrays;
import java.util.List;

/**
 * How much the model alone finds where a given share of harmless texts would be found with it, wherever the shipped lines lie:
 * files of different languages can only be compared like that. Immutable.
 *
 * @param attacks log-odds of attacks, ascending
 * @param harmless log-odds of harmless texts, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record EqualRates(double[] attacks, double[] harmless) {
    /** Shares of harmless texts at which attacks are counted. */
    static final List<Double> SHARES = List.of(0.01, 0.02, 0.05, 0.1);

    /** What the shipped model says about attacks and harmless texts, the hard ones among them. */
    static EqualRates of(List<LabelledText> texts) {
        return new EqualRates(logOdds(texts, true), logOdds(texts, false));
    }

    private static double[] logOdds(List<LabelledText> texts, boolean attacks) {
        return texts.parallelStream()
                .filter(text -> attacks ? text.label().attack() : text.label() == LabelledText.Label.BENIGN)
                .mapToDouble(
                        text -> InjectionModel.standard().worst(RuleEngine.views(text.text()), text.role()).logOdds())
                .sorted()
                .toArray();
    }

    /** Whether there is something to compare. */
    boolean isEmpty() {
        return attacks.length == 0 || harmless.length == 0;
    }

    /** The share of attacks above a line that at most {@code share} of the harmless texts are above. */
    double found(double share) {
        double line = harmless[Math.max(0, harmless.length - 1 - (int) (share * harmless.length))];
        return Arrays.stream(attacks).filter(each -> each > line).count() / (double) attacks.length;
    }
}
