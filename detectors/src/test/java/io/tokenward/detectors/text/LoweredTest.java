package io.tokenward.detectors.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one pass says about the shape of a text may send too many texts to a closer look, never too few. */
class LoweredTest {
    private static final long SEED = Long.getLong("tokenward.seed", 20261130L);
    private static final int ROUNDS = 20_000 * Integer.getInteger("tokenward.rounds", 1);
    private static final String[] PIECES = {"ignore ", "i g n o r e", "1gn0r3", "g.o n.o", " a b ", "I am a ", "x-",
            "don't ",
            "%41", "&lt;", "\\u0041", "aWdub3JlIGFs", "/path/to", "!", "4", "@", "|", "A", "Z", "_", "\n", " "};

    private static String asciiText(Random random) {
        var text = new StringBuilder();
        for (int pieces = random.nextInt(20); pieces > 0; pieces--) {
            if (random.nextInt(3) > 0) text.append(PIECES[random.nextInt(PIECES.length)]);
            else
                text.append((char) random.nextInt(128));
        }
        return text.toString();
    }

    @Test
    void whereItSeesNothingOddNothingIsSqueezed() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        int plain = 0;
        int squeezed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = asciiText(random);
            Lowered lowered = Lowered.of(text);
            boolean changes = !Squeezing.squeeze(Folding.fold(text)).isEmpty();
            if (changes) squeezed++;
            if (!lowered.oddWords()) {
                plain++;
                assertThat(changes).as(text).isFalse();
            }
        }
        assertThat(plain).as("texts without anything odd").isGreaterThan(ROUNDS / 20);
        assertThat(squeezed).as("texts that are squeezed").isGreaterThan(ROUNDS / 20);
    }

    @Test
    void unitsAreTheTextButForTheCaseOfItsAsciiLetters() {
        Lowered lowered = Lowered.of("Ab Cz[`{Ä忽%&\\ ÄXY");

        assertThat(new String(lowered.units())).isEqualTo("ab cz[`{Ä忽%&\\ Äxy");
        assertThat(lowered.ascii()).isEqualTo(8);
        assertThat(lowered.isAscii()).isFalse();
    }
}
