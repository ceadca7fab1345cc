package io.tokenward.benchmarks.text;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Packs of made-up rules of the usual kind: an order, whom or what it belongs to, and what it is about, near each other. Of the
 * last there are {@value #ANCHORS} words that no language has; the others are everyday words. The same for the same seed.
 */
public final class GeneratedRules {
    private static final int ANCHORS = 5000;
    private static final List<String> ORDERS = List.of("ignore", "forget", "print", "show", "send", "write", "open",
            "change", "follow", "answer", "explain", "remove", "call", "give", "tell");
    private static final List<String> WHOSE = List.of("your", "the", "all", "my", "any", "this", "that", "previous",
            "other", "new", "first", "every");
    private static final List<String> SYLLABLES = List.of("ba", "ke", "lo", "mi", "nu", "ra", "so", "te", "vi", "zu",
            "dra", "fle", "gro", "kli", "pru");

    private final RandomGenerator random;
    private final String[] anchors;

    private GeneratedRules(long seed) {
        random = new SplittableRandom(seed);
        anchors = IntStream.range(0, ANCHORS).mapToObj(GeneratedRules::word).toArray(String[]::new);
    }

    /** A different word for each number. */
    private static String word(int number) {
        var word = new StringBuilder();
        for (int rest = number + SYLLABLES.size(); rest > 0; rest /= SYLLABLES.size())
            word.append(SYLLABLES.get(rest % SYLLABLES.size()));
        return word.append("th").toString();
    }

    /** The files of a pack of that many rules. */
    public static Map<String, String> pack(int rules, long seed) {
        var generator = new GeneratedRules(seed);
        return Map.of("generated.yaml",
                IntStream.range(0, rules).mapToObj(generator::rule).collect(Collectors.joining("---\n")));
    }

    private String rule(int number) {
        return """
                id: generated-%d
                title: made up
                category: injection
                severity: notice
                paranoia: 1
                roles: [user]
                when:
                  query: 'fn:maxgaps(%d fn:ordered(fn:or(%s) fn:or(%s) fn:or(%s)))'
                advice: none
                tests: { match: [never run], no-match: [never run] }
                """.formatted(number, random.nextInt(6), some(ORDERS, 3), some(WHOSE, 3), about(1 + number % 3));
    }

    private String some(List<String> of, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> of.get(random.nextInt(of.size())))
                .collect(Collectors.joining(" "));
    }

    private String about(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> anchors[random.nextInt(ANCHORS)])
                .collect(Collectors.joining(" "));
    }
}
