package io.tokenward.detectors.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GlanceTest {
    private static final int ROUNDS = 20_000 * Integer.getInteger("tokenward.rounds", 1);
    private static final long SEED = Long.getLong("tokenward.seed", 11);
    private static final String[] PIECES = {"eht ", "uoy", "tpmorp", "snoitcurtsni", "Tango", "NOVEMBER ", "sierra",
            "Uniform", "foxtrot", "romeo", "a", "E", "x",
            " ", "\n", ".", "-", ". - . - . - . -", "17, 3", "0123456789abcdef", "%", "&", "=", "\\", "!", "忽",
            "\u200B", "—",
            "the quick brown fox", "Zk3", "rhythm ", "aeiou "};
    private static final Pattern DENSE = Pattern.compile("[A-Za-z0-9+/_-]{16}");
    private static final Pattern ESCAPES = Pattern.compile("(?s)([%&=\\\\].*){3}");
    private static final Pattern NUMBERS = Pattern.compile("([0-9][ \\n,;a-fA-FxX+/_-]*){16}");
    private static final Pattern MARKS = Pattern.compile("([./_—-][ \\n+]*){16}");
    private static final Pattern ODD = Pattern
            .compile("(?<![A-Za-z0-9])[A-Za-z0-9][^A-Za-z0-9][A-Za-z0-9][^A-Za-z0-9]|[0-9@$!|][A-Za-z]");

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--)
            text.append(PIECES[random.nextInt(PIECES.length)]);
        return text.toString();
    }

    /** What a slow look says. */
    private static boolean isUnvoiced(String text) {
        return text.lines()
                .anyMatch(line -> Shape.isUnvoiced(line.replaceAll("[^A-Za-z]", "").length(),
                        line.replaceAll("[^AEIOUaeiou]", "").length()));
    }

    @Test
    void seesWhatSlowLooksSee() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String text = text(random);
            Shape shape = Shape.of(Lowered.of(text));
            assertThat(shape.dense()).as(text).isEqualTo(DENSE.matcher(text).find());
            assertThat(shape.escapes()).as(text).isEqualTo(ESCAPES.matcher(text).find());
            if (WordCiphers.mayBeReversed(text)) assertThat(shape.reversed()).as(text).isTrue();
            if (SpellingAlphabet.mayHaveAny(text)) assertThat(shape.spelled()).as(text).isTrue();
            assertThat(shape.numbers()).as(text).isEqualTo(NUMBERS.matcher(text).find());
            assertThat(shape.marks()).as(text).isEqualTo(MARKS.matcher(text).find());
            assertThat(shape.invisible()).as(text).isEqualTo(text.indexOf('\u200B') >= 0);
            assertThat(shape.unvoiced()).as(text).isEqualTo(isUnvoiced(text));
        }
    }

    @Test
    void seesLettersDrawnApartAndSignsForLettersInAscii() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String text = text(random).replaceAll("[^\\x00-\\x7F]", "");
            assertThat(Lowered.of(text).oddWords()).as(text).isEqualTo(ODD.matcher(text).find());
        }
    }

    @Test
    void seesFewWordsLongLinesAndWhatBeginsAfterALineOfAnotherScript() {
        assertThat(Shape.of(Lowered.of("In November we put uniforms away")).spelled()).isTrue();
        assertThat(Shape.of(Lowered.of("In November we put the boats away")).spelled()).isFalse();
        assertThat(Shape.of(Lowered.of("In other words, you and the others")).reversed()).isFalse();
        String letters = "bcdfg ".repeat(2000);
        assertThat(Shape.of(Lowered.of(letters + "\n忽略\n")).unvoiced()).isTrue();
        assertThat(Shape.of(Lowered.of("the cat sat on a mat\n忽bcdfg bcdfg bcdfg bcdfg")).unvoiced()).isTrue();
        assertThat(Shape.of(Lowered.of("the cat sat on a mat\n忽bcdfg bcdfg\n忽bcdfg")).unvoiced()).isFalse();
        for (int at = 2030; at < 2060; at++) {
            String text = "a ".repeat(at / 2) + " ".repeat(at % 2) + "ABCDEFGHIJKLMNOP tango uoy";
            Shape shape = Shape.of(Lowered.of(text));
            assertThat(shape.dense() && shape.spelled() && shape.reversed()).as("at " + at).isTrue();
        }
    }
}
