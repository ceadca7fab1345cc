package io.tokenward.detectors.injection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenWalkTest {
    private static final long SEED = Long.getLong("tokenward.seed", 7L);

    private final TokenWalk walk = new TokenWalk();

    @Test
    void wordsSignsAndRunsOfMarksAreTokens() {
        assertThat(tokens("ignore all rules")).hasSize(3);
        assertThat(tokens("忽略规则")).hasSize(4);
        assertThat(tokens("-----")).hasSize(1);
        assertThat(tokens("don't (stop)!")).hasSize(5);
        assertThat(tokens("用 api 调用")).hasSize(4);
        assertThat(tokens("   ")).isEmpty();
    }

    @Test
    void aWordIsItselfItsClassAndItsPieces() {
        List<Integer> one = tokens("gardens").getFirst();
        List<Integer> alike = tokens("garden").getFirst();

        assertThat(one).hasSize(1 + 6);
        assertThat(alike).hasSize(1 + 5);
        assertThat(one).contains(alike.get(1), alike.get(2), alike.get(3), alike.get(4));
        assertThat(tokens("ignore").getFirst()).contains(tokens("forget").getFirst().get(1));
    }

    @Test
    void numbersAreAlikeIfTheyAreAsLong() {
        assertThat(tokens("1234")).isEqualTo(tokens("9876")).isNotEqualTo(tokens("98765"));
        assertThat(tokens("12345678")).isEqualTo(tokens("123456789"));
    }

    @Test
    void signsAreReadAsSimplifiedOnes() {
        assertThat(tokens("請忽略規則")).isEqualTo(tokens("请忽略规则"));
    }

    @Test
    void anyTextIsReadToItsEndInRowsOfTheTable() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < 5000; round++) {
            char[] chars = new char[random.nextInt(300)];
            int bits = 1 + random.nextInt(Character.SIZE);
            for (int i = 0; i < chars.length; i++)
                chars[i] = (char) random.nextInt(1 << bits);
            walk.read(chars, 0, chars.length);

            assertThat(walk.tokens()).isBetween(0, chars.length);
            int rows = walk.tokens() == 0 ? 0 : walk.end(walk.tokens() - 1);
            for (int i = 0; i < rows; i++)
                assertThat(walk.row(i)).isBetween(0, TokenWalk.ROWS - 1);
        }
    }

    private List<List<Integer>> tokens(String text) {
        walk.read(text.toCharArray(), 0, text.length());
        List<List<Integer>> tokens = new ArrayList<>();
        int from = 0;
        for (int token = 0; token < walk.tokens(); token++) {
            List<Integer> rows = new ArrayList<>();
            for (; from < walk.end(token); from++)
                rows.add(walk.row(from));
            tokens.add(rows);
        }
        return tokens;
    }
}
