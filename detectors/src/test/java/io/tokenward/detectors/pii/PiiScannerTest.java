package io.tokenward.detectors.pii;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PiiScannerTest {
    private final PiiScanner scanner = PiiScanner.standard();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"pii-credit-card | 4000 0566 5566 5556", "pii-credit-card | 3782-822463-10005",
            "pii-iban | DE89 3704 0044 0532 0130 00", "pii-iban | GB82WEST12345698765432",
            "pii-cn-resident-id | 11010519491231002X", "pii-cn-uscc | 91350100M000100Y43", "pii-phone | 13912345678",
            "pii-phone | +44 20 7946 0958", "pii-phone | +86 139-1234-5678", "pii-phone | 415-555-0132",
            "pii-email | jane.doe@posteo.de", "pii-email | li.lei@qq.com", "pii-us-ssn | 536-90-4399",
            "pii-kr-rrn | 960121-1234567", "pii-in-aadhaar | 2345 6789 0124", "pii-es-nif | 12345678Z",
            "pii-es-nif | X1234567L", "pii-it-fiscal-code | RSSMRA85T10A562S", "pii-uk-nhs | 943 476 5919",
            "pii-crypto-wallet | 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"})
    void isFoundWhereItStands(String name, String value) {
        for (String around : List.of("%s", "is %s.", "(%s)", "是%s，谢谢", "\"%s\",")) {
            String text = around.replace("%s", value);
            int start = around.indexOf("%s");

            assertThat(scanner.scan(text)).as(text).singleElement().satisfies(match -> {
                assertThat(match.name()).isEqualTo(name);
                assertThat(match.span().end()).isEqualTo(start + value.length());
            });
            assertThat(scanner.scan("x" + value + "x").stream().filter(match -> match.name().equals(name))).as(text)
                    .allSatisfy(match -> assertThat(match.name()).isIn("pii-phone", "pii-email"));
        }
    }

    /** What has neither a digit nor an at sign is passed over: not a unit of what comes behind it may be. */
    @ParameterizedTest
    @ValueSource(strings = {"RSSMRA85T10A562S", "GB82WEST12345698765432", "(415) 555-0132", "+44 20 7946 0958",
            "4000 0566 5566 5556", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "jane.doe@posteo.de"})
    void isFoundBehindWordsOfAnyLengthAndBehindAnother(String value) {
        String words = "Some words, Äpfel und 苹果 (no number) before it stands: ";
        for (int from = 0; from < words.length(); from++) {
            String text = words.substring(from) + value + " and then " + words.substring(from) + value;
            int first = words.length() - from;

            assertThat(scanner.scan(text)).as(text)
                    .extracting(match -> match.span().start())
                    .containsExactly(first, text.length() - value.length());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"护照号码：E12345678 | 5", "passport no. 533380006 | 13",
            "My passport is C01X00T47 | 15"})
    void aPassportHasAWordBefore(String text, int start) {
        assertThat(scanner.scan(text)).singleElement().satisfies(match -> {
            assertThat(match.name()).isEqualTo("pii-passport");
            assertThat(match.span().start()).isEqualTo(start);
        });
    }

    /** One digit wrong is the commonest slip: check digits find each of them. */
    @ParameterizedTest
    @CsvSource({"pii-credit-card,4000056655665556", "pii-iban,DE89370400440532013000",
            "pii-cn-resident-id,110105194912310029",
            "pii-in-aadhaar,234567890124"})
    void aWrongDigitIsNone(String name, String value) {
        for (int i = value.length() - 1; i >= value.length() - 3; i--) {
            char other = value.charAt(i) == '9' ? '0' : (char) (value.charAt(i) + 1);
            String wrong = value.substring(0, i) + other + value.substring(i + 1);

            assertThat(scanner.scan("see " + wrong + " here").stream().filter(match -> match.name().equals(name)))
                    .as(wrong)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "git@github.com:org/repo.git", "icon@2x.png", "left-pad@1.3.0",
            "version 4.1.5 of 2024-01-31",
            "It took 1748503543012 ms.", "sha 4b73464bb391d4059bd26b0524d20df3927bd417", "0.4000056655665556",
            "000-12-3456", "call f(12, 34)", "10.0.0.1:8080", "A1B2", "2024-05-17 12:30:45.123456",
            "E12345678 is a part number"})
    void otherNumbersAreNone(String text) {
        assertThat(scanner.scan(text)).isEmpty();
    }

    @Test
    void anyTextIsReadAndMatchesAscend() {
        long seed = Long.getLong("tokenward.seed", 17L);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        String[] pieces = {"+", "(415)", "-", " ", ".", "4000056655665556", "DE89", "@", "a.b", "bc1", "1", "139", "X",
                "护照 E",
                "\uD800", "12345678", "passport ", "1A1zP1"};
        for (int round = 0; round < 20_000 * Integer.getInteger("tokenward.rounds", 1); round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(16); i > 0; i--)
                text.append(pieces[random.nextInt(pieces.length)]);

            int before = 0;
            for (PiiMatch match : scanner.scan(text.toString())) {
                assertThat(match.span().start()).isGreaterThanOrEqualTo(before);
                assertThat(match.span().end()).isLessThanOrEqualTo(text.length());
                before = match.span().end();
            }
        }
        for (String piece : List.of("1", "@a.", "+1 ", "A1", "(415) ", "1-"))
            assertThat(scanner.scan(piece.repeat(1_000_000 / piece.length()))).isNotNull();
    }
}
