package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrigramsTest {
    @ParameterizedTest
    @ValueSource(strings = {"configuration", "ThisIsTheNameOfAMethod", "some_other_thing_entirely", "12345678", ""})
    void wordsAreLikely(String value) {
        assertThat(Trigrams.isUnlikely(value, 6)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"qzxwkvjpfgbqh", "XKQJZVWPGFHD"})
    void whatNoWordHasIsUnlikely(String value) {
        assertThat(Trigrams.isUnlikely(value, 6)).isTrue();
        assertThat(Trigrams.isUnlikely(value, 20)).isFalse();
    }

    @Test
    void ranksGoFromTheMostFrequentOn() {
        assertThat(Trigrams.rank("   ")).isZero();
        assertThat(Trigrams.rank("ing")).isPositive().isEqualTo(Trigrams.rank("ING"));
        assertThat(Trigrams.rank("qzx")).isNegative();
    }
}
