package io.tokenward.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every detector owes its callers; the test of a detector extends it. */
public abstract class DetectorContract {
    private static final long SEED = Long.getLong("tokenward.seed", 7L);

    /** The detector under test. */
    protected abstract Detector detector();

    /** Pieces that mean something to it, from which hostile texts are put together. */
    protected abstract List<String> pieces();

    @Test
    void itIsFoundByItsName() {
        assertThat(Detectors.standard().named(detector().name())).isPresent();
    }

    @Test
    void anEmptyTextHasNothing() {
        assertThat(detector().find("")).isEmpty();
    }

    @Test
    void spansAscendAndLieInTheText() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            String text = randomText(random);

            int before = 0;
            for (Span span : detector().find(text)) {
                assertThat(span.start()).isGreaterThanOrEqualTo(before);
                assertThat(span.end()).isLessThanOrEqualTo(text.length());
                before = span.start();
            }
        }
    }

    @Test
    void hugeTextsOfOnePieceAreRead() {
        for (String piece : pieces())
            assertThat(detector().find(piece.repeat(1_000_000 / piece.length()))).isNotNull();
    }

    private String randomText(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(25); i > 0; i--) {
            if (random.nextInt(4) > 0) text.append(pieces().get(random.nextInt(pieces().size())));
            else
                text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
        }
        return text.toString();
    }
}
