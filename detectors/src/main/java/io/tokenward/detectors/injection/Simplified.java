package io.tokenward.detectors.injection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The simplified character for a traditional one of Chinese: what is learned from the one spelling holds for the other.
 * Stateless; read once from {@code simplified.txt}.
 */
final class Simplified {
    private static final char FIRST = 0x4E00;
    private static final char LAST = 0x9FFF;
    private static final char[] TABLE = read();

    private Simplified() {}

    /** The simplified character, or {@code c} where there is no other. */
    static char of(char c) {
        return c >= FIRST && c <= LAST ? TABLE[c - FIRST] : c;
    }

    private static char[] read() {
        var table = new char[LAST - FIRST + 1];
        for (int i = 0; i < table.length; i++)
            table[i] = (char) (FIRST + i);
        try (InputStream in = Simplified.class.getResourceAsStream("simplified.txt")) {
            if (in == null) throw new IllegalStateException("simplified.txt is missing from the class path");
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        for (int i = 0; i + 1 < line.length(); i += 2)
                            table[line.charAt(i) - FIRST] = line.charAt(i + 1);
                    });
        } catch (IOException broken) {
            throw new UncheckedIOException("simplified.txt", broken);
        }
        return table;
    }
}
