package io.tokenward.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FiguresTest {
    @Test
    void aCellIsTheMedianAndTheMedianOfTheRatiosRoundByRound() {
        var figures = new Figures();
        for (double bare : new double[]{1, 2, 4})
            figures.add("cpu", Variant.BARE, bare);
        for (double off : new double[]{2, 3, 4})
            figures.add("cpu", Variant.OFF, off);

        assertThat(figures.markdown()).contains("| cpu | 2.00 |  | 3.00 · **1.50** [1.00–2.00] |");
    }

    @Test
    void aRoundWithoutFigureSpoilsNeitherTheMedianNorTheOtherRatios() {
        var figures = new Figures();
        for (double bare : new double[]{1, 1, 1})
            figures.add("cpu", Variant.BARE, bare);
        for (double on : new double[]{Double.NaN, 5, 7})
            figures.add("cpu", Variant.ON, on);

        assertThat(figures.markdown()).contains("6.00 · **6.00** [5.00–7.00]");
    }

    @Test
    void figuresOfARowWithoutRulerStandWithoutRatio() {
        var figures = new Figures();
        figures.add("cpu", Variant.ON, 0.1234);

        assertThat(figures.markdown()).contains("| 0.123 |").doesNotContain("**");
    }

    @Test
    void notesAreSaidOnce() {
        var figures = new Figures();
        figures.note("no nginx");
        figures.note("no nginx");

        assertThat(figures.markdown()).containsOnlyOnce("no nginx");
    }
}
