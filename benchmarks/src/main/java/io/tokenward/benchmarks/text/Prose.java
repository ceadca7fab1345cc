package io.tokenward.benchmarks.text;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Benign prose in one language, our own text: what most screened texts are like. Owned by one thread. */
public final class Prose {
    private static final int SENTENCES_A_PARAGRAPH = 5;

    private final List<String> patterns;
    private final Map<String, String[]> words = new HashMap<>();
    private final RandomGenerator random;

    /** @param language {@code en} or {@code zh} */
    public Prose(String language, long seed) {
        List<String> lines = Sentences.lines("prose-" + language + ".txt");
        for (String line : lines) {
            int colon = line.indexOf(": ");
            if (isWords(line)) words.put(line.substring(0, colon), line.substring(colon + 2).strip().split(" ", -1));
        }
        patterns = lines.stream().filter(line -> !isWords(line)).toList();
        random = new SplittableRandom(seed);
    }

    private static boolean isWords(String line) {
        int colon = line.indexOf(": ");
        return colon > 0 && line.chars().limit(colon).allMatch(c -> c >= 'a' && c <= 'z');
    }

    /** A text that takes that many bytes of UTF-8, or a character less. */
    public String text(int bytes) {
        var text = new StringBuilder(bytes);
        int left = bytes;
        for (int i = 1; left > 0; i++) {
            String pattern = patterns.get(random.nextInt(patterns.size()));
            String after = i % SENTENCES_A_PARAGRAPH == 0 ? "\n\n" : pattern.codePointAt(0) < 128 ? " " : "";
            String sentence = Sentences.filled(pattern, words, random) + after;
            text.append(sentence);
            left -= sentence.getBytes(StandardCharsets.UTF_8).length;
        }
        byte[] all = text.toString().getBytes(StandardCharsets.UTF_8);
        int end = bytes;
        while (end < all.length && (all[end] & 0xC0) == 0x80)
            end--;
        return new String(all, 0, end, StandardCharsets.UTF_8);
    }
}
