package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortestMatchTest {
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"abc ; 3", "ab?c* ; 1", "a+b{3}c{2,}d{4,9} ; 10", "[a-z]{5}x ; 6",
            "[]x]{2} ; 2",
            "[^\\]]{3} ; 3", "(?:ab|c|def)g ; 2", "(a|bc){2}d ; 3", "\\.\\d{4} ; 5", "\\bab ; 2",
            "(?<![+/])ab(?!-)(?=c) ; 2", "^a$ ; 1", "a{2}?b++ ; 3", "x(?:[0-9]{8}(?:-[0-9]{4}){3}) ; 24"})
    void isTheLengthOfTheShortestText(String shape, int units) {
        assertThat(ShortestMatch.of(shape)).isEqualTo(units);
    }

    @Test
    void aBracketTooManyIsRefused() {
        assertThatThrownBy(() -> ShortestMatch.of("ab)c")).hasMessage("unbalanced bracket in ab)c");
    }
}
