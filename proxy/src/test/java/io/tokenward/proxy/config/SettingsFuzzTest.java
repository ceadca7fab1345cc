package io.tokenward.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

/** Whatever stands in the file, the reader answers with settings or with a {@link ConfigProblem}. */
class SettingsFuzzTest {
    private static final Path FILE = Path.of("tokenward.yaml");
    private static final List<String> PIECES = List.of("", " ", "\n", "\n  ", ":", ": ", "- ", "{", "}", "[", "]", ",",
            "\"",
            "'", "#", "|", ">", "&a ", "*a", "!!int ", "? ", "%", "@", "`", "---\n", "...\n", "~", "null", "0", "-1",
            "999999999999",
            "1e9", "NaN", "off", "none", "default", "<<: ", "\t", "\u0000", "\uFEFF", "\uD800", "\u2028",
            "\uD83D\uDE00", "file:",
            "env:", "file:\u0000", "file:%00", "extends: default", "[[[[[[", "{a: {a: {a: ", "9999999999999999d", "0%",
            "100%");

    @Test
    void mutationsOfTheExampleNeverThrowAnythingElse() throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        String example = DocumentedExample.text();
        int accepted = 0;

        for (int round = 0; round < 3000; round++) {
            String text = mutated(example, random);
            try {
                SettingsReader.read(FILE, text);
                accepted++;
            } catch (ConfigProblem problem) {
                assertThat(problem.messages()).as("seed %d round %d", seed, round).isNotEmpty();
            } catch (RuntimeException | Error defect) {
                throw new AssertionError("seed " + seed + " round " + round + ":\n" + text, defect);
            }
        }

        // Neither everything nor nothing: else the mutations test nothing.
        assertThat(accepted).as("accepted, seed %d", seed).isBetween(1, 2999);
    }

    private static String mutated(String example, Random random) {
        var text = new StringBuilder(example);
        int mutations = 1 + random.nextInt(3);
        for (int i = 0; i < mutations && text.length() > 0; i++) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> text.replace(from, to, PIECES.get(random.nextInt(PIECES.size())));
                default -> text.insert(random.nextInt(text.length()), text.substring(from, to));
            }
        }
        return text.toString();
    }
}
