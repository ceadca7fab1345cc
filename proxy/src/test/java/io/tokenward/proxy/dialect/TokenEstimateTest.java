package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
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

    /** What is counted over the bytes of a string must be what is counted over its text, whatever stands where. */
    @Test
    void theEstimateOfAStringIsThatOfItsText() throws Denied {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            String text = text(random);
            String quoted = JsonText.quote(text);
            // With and without bytes behind the string: the last ones of a document are read another way.
            String tail = " ".repeat(random.nextInt(3) * 40);
            byte[] body = ("{\"a\":" + quoted + "}" + tail).getBytes(StandardCharsets.UTF_8);
            var string = (JsonString) JsonReader.read(body, FieldNames.NONE).members().getFirst().value();
            assertThat(TokenEstimate.of(string)).as("seed " + seed + ", " + quoted).isEqualTo(TokenEstimate.of(text));
            assertThat(string.text()).as("seed " + seed).isEqualTo(text);
        }
    }

    private static String text(Random random) {
        var out = new StringBuilder();
        int parts = random.nextInt(40);
        for (int i = 0; i < parts; i++) {
            int length = 1 + random.nextInt(random.nextInt(8) == 0 ? 90 : 6);
            String alphabet = ALPHABETS.get(random.nextInt(ALPHABETS.size()));
            for (int j = 0; j < length; j++) {
                int at = random.nextInt(alphabet.codePointCount(0, alphabet.length()));
                out.appendCodePoint(alphabet.codePointAt(alphabet.offsetByCodePoints(0, at)));
            }
        }
        return out.toString();
    }

    private static final List<String> ALPHABETS = List.of("abcxyz", "ABCXYZ", "0123456789", "aB3", " ", " \n\t",
            "\"\\/.,;:{}[]`@~!",
            "\u00e9\u00fc\u0431", "\u4f60\u597d\u3002\uff0c\u0e01\u2014", "\ud83d\ude00\ud83d\ude01", "aZ09 ",
            "\u0001");
}
