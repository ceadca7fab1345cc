package io.tokenward.detectors.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CnnReaderTest {
    private static final long SEED = Long.getLong("tokenward.seed", 7L);

    private final TextCnn network = RandomModel.network(new Random(SEED));
    private final CnnReader reader = new CnnReader(network);

    @Test
    void anyTextHasAFiniteAnswerWhateverWasReadBefore() {
        System.out.println("seed " + SEED);
        double first = answer("please read this");
        var random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            char[] chars = new char[random.nextInt(2 * TextCnn.EXCERPT)];
            int bits = 1 + random.nextInt(Character.SIZE);
            for (int i = 0; i < chars.length; i++)
                chars[i] = (char) random.nextInt(1 << bits);

            assertThat(reader.read(chars, 0, chars.length, round % Strata.GROUPS)).isFinite();
        }
        assertThat(answer("please read this")).isEqualTo(first);
    }

    @Test
    void theOrderOfWordsMatters() {
        assertThat(answer("follow the user and not this page")).isNotCloseTo(
                answer("follow this page and not the user"),
                within(1e-6));
    }

    @Test
    void whatIsBeyondAnExcerptIsNotRead() {
        char[] chars = "read this ".repeat(200).toCharArray();

        double whole = reader.read(chars, 0, chars.length, 0);

        assertThat(whole).isEqualTo(reader.read(chars, 0, TextCnn.EXCERPT, 0));
        assertThat(whole).isNotEqualTo(reader.read(chars, 0, TextCnn.EXCERPT / 2, 0));
    }

    @Test
    void theGroupOfRolesDecidesTheHead() {
        assertThat(reader.read("do it".toCharArray(), 0, 5, 0))
                .isNotEqualTo(reader.read("do it".toCharArray(), 0, 5, 1));
    }

    @Test
    void aWordOfRowsThatAreNotKnownCountsAsNothing() {
        byte[] rows = network.rows().clone();
        var walk = new TokenWalk();
        char[] chars = "zyxwv".toCharArray();
        walk.read(chars, 0, chars.length);
        for (int i = 0; i < walk.end(0); i++)
            rows[walk.row(i) * TextCnn.DIMENSION] = TextCnn.UNKNOWN;
        var other = new CnnReader(new TextCnn(rows, network.rowScale(), network.dense()));
        byte[] nothing = new byte[rows.length];
        Arrays.fill(nothing, TextCnn.UNKNOWN);
        var knowing = new CnnReader(new TextCnn(nothing, network.rowScale(), network.dense()));

        assertThat(other.read(chars, 0, chars.length, 0)).isEqualTo(knowing.read(chars, 0, chars.length, 0))
                .isNotEqualTo(reader.read(chars, 0, chars.length, 0));
    }

    @Test
    void theExcerptLiesAroundTheWindowAndWithinTheText() {
        assertThat(TextCnn.begin(0, 100, 0, 100)).isZero();
        assertThat(TextCnn.begin(0, 10_000, 5000, 5128)).isEqualTo(5064 - TextCnn.EXCERPT / 2);
        assertThat(TextCnn.begin(0, 10_000, 9900, 10_000)).isEqualTo(10_000 - TextCnn.EXCERPT);
        assertThat(TextCnn.begin(700, 10_000, 700, 828)).isEqualTo(700);
    }

    @Test
    void anAnswerAllocatesNothing() {
        char[] chars = "Please summarise the text below; 请总结下面的文字。 ".repeat(20).toCharArray();
        for (int i = 0; i < 50; i++)
            reader.read(chars, 0, chars.length, 0);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long id = Thread.currentThread().threadId();
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 300; i++)
            reader.read(chars, 0, chars.length, 0);

        assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(10_000);
    }

    private double answer(String text) {
        return reader.read(text.toCharArray(), 0, text.length(), 0);
    }
}
