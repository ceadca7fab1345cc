package io.tokenward.benchmarks.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Sentences of everyday chats, ASCII, fit to stand in a JSON string as they are. Immutable, thread-safe. */
final class Sentences {
    /** So many that two messages of three sentences are hardly ever equal. */
    private static final int COUNT = 4000;

    private final byte[][] sentences = new byte[COUNT][];

    Sentences(RandomGenerator random) {
        List<String> patterns = lines("sentences.txt");
        Map<String, String[]> words = new HashMap<>();
        for (String line : lines("words.txt")) {
            int colon = line.indexOf(':');
            words.put(line.substring(0, colon), line.substring(colon + 1).strip().split(" ", -1));
        }
        for (int i = 0; i < COUNT; i++) {
            String filled = filled(patterns.get(random.nextInt(patterns.size())), words, random);
            sentences[i] = (filled + ' ').getBytes(StandardCharsets.US_ASCII);
        }
    }

    byte[] any(RandomGenerator random) {
        return sentences[random.nextInt(COUNT)];
    }

    static String filled(String pattern, Map<String, String[]> words, RandomGenerator random) {
        var text = new StringBuilder();
        int from = 0;
        for (int open; (open = pattern.indexOf('{', from)) >= 0;) {
            int close = pattern.indexOf('}', open);
            String slot = pattern.substring(open + 1, close);
            text.append(pattern, from, open);
            String[] choice = words.get(slot);
            text.append(choice == null
                    ? Integer.toString(2 + random.nextInt(400))
                    : choice[random.nextInt(choice.length)]);
            from = close + 1;
        }
        return text.append(pattern, from, pattern.length()).toString();
    }

    static List<String> lines(String name) {
        try (InputStream in = Objects.requireNonNull(Sentences.class.getResourceAsStream(name), name)) {
            var lines = new ArrayList<String>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && !line.startsWith("#")) lines.add(line);
            }
            return lines;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
