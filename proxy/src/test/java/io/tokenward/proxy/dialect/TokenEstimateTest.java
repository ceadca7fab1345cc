package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenEstimateTest {
    // Counted with the vocabularies cl100k_base and o200k_base is not possible offline: the lower bounds are the number of
    // words and signs, which no vocabulary beats by much, the upper ones keep reservations from growing absurd.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"'' | 0 | 0", "hello | 1 | 2",
            "The quick brown fox jumps over the lazy dog. | 10 | 14",
            "a b c d e f | 6 | 6", "1234567890 | 4 | 5", "!!!??? | 6 | 6", "\u4f60\u597d\u4e16\u754c | 4 | 5",
            "\ud83d\ude00 | 2 | 4",
            "getHTTPResponseCode | 4 | 8", "0123456789abcdef0123456789abcdef | 20 | 24",
            "\u043f\u0440\u0438\u0432\u0435\u0442 | 3 | 6",
            "Donaudampfschifffahrtsgesellschaft | 9 | 25"})
    void theEstimateIsHighButNotAbsurd(String text, long least, long most) {
        assertThat(TokenEstimate.of(text)).isBetween(least, most);
    }
}
