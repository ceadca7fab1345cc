package io.tokenward.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Random packs over a small vocabulary, as YAML, and the words that texts against them are built from. */
final class RandomRules {
    /** Pieces of text: words, phrases, Chinese, Cyrillic, accents, things that look like tokens and harmless filler. */
    static final List<String> VOCABULARY = List.of("ignore", "disregard", "previous", "prior", "instructions", "rules",
            "reveal", "print",
            "system", "prompt", "don't", "naïve", "über", "please", "forget everything", "do as you are told", "忽略",
            "之前", "指令", "不要理会",
            "系统提示", "を無視", "指", "игнорируй", "правила", "key-12345", "tok_a1b2c3", "user:bob");
    private static final List<String> PATTERNS = List.of("key-[0-9]+", "tok_[a-z0-9]{4,}", "(?:user|admin):[a-z]+",
            "\\bprompt\\b");
    private static final List<String> ROLES = List.of("[user]", "[user, tool_result]", "[system]",
            "[document, assistant]");

    private final Random random;

    RandomRules(Random random) {
        this.random = random;
    }

    /** A pack of so many rules that share two word lists. */
    Map<String, String> pack(int rules) {
        String words = "words:\n  list-a: " + words(4) + "\n  list-b: " + words(3) + "\n";
        String documents = IntStream.range(0, rules).mapToObj(this::rule).collect(Collectors.joining("---\n"));
        return Map.of("words.yaml", words, "rules.yaml", documents);
    }

    private String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> quoted(any(VOCABULARY.subList(0, 25))))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private String rule(int number) {
        return """
                id: random-%d
                title: random
                category: %s
                severity: notice
                paranoia: %d
                roles: %s
                when: %s
                tests: { match: [never run], no-match: [never run] }
                """.formatted(number, any(List.of("injection", "jailbreak", "secret", "pii")), 1 + random.nextInt(4),
                any(ROLES), tree(3));
    }

    private String tree(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(9)) {
            case 4 -> "{ all: " + children(depth) + " }";
            case 5 -> "{ any: " + children(depth) + " }";
            case 6 -> "{ all: [ " + tree(depth - 1) + ", { not: " + tree(depth - 1) + " } ] }";
            case 7 -> "{ at-least: { count: " + (1 + random.nextInt(3)) + ", of: " + children(depth) + " } }";
            case 8 -> random.nextBoolean()
                    ? "{ pattern: " + quoted(any(PATTERNS)) + " }"
                    : "{ not: " + tree(depth - 1) + " }";
            default -> "{ query: " + quoted(query(2)) + " }";
        };
    }

    private String children(int depth) {
        return IntStream.rangeClosed(0, 1 + random.nextInt(2))
                .mapToObj(_ -> tree(depth - 1))
                .collect(Collectors.joining(", ", "[ ", " ]"));
    }

    private String query(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 12)) {
            case 0, 1 -> piece();
            case 2 -> phrase();
            case 3 -> phrase() + "~" + random.nextInt(4);
            case 4 -> any(List.of("ign*", "instruct*", "pr?or", "prompt~1", "dis*ard", "r*s", "/rule[sz]/", "игнор*",
                    "[a TO d]"));
            case 5 -> "(" + piece() + " " + piece() + " " + piece() + ")@2";
            case 6 -> "+" + group(depth) + " " + group(depth);
            case 7 -> group(depth) + " -" + group(depth);
            case 8 -> group(depth) + " OR " + group(depth);
            case 9 -> group(depth) + " AND NOT " + group(depth);
            default -> "fn:" + function(2);
        };
    }

    private String group(int depth) {
        return "(" + query(depth - 1) + ")";
    }

    /** An interval function without its {@code fn:}, which every one that is nested needs too. */
    private String function(int depth) {
        return switch (random.nextInt(14)) {
            case 0 -> "or(" + sources(depth) + ")";
            case 1, 2 -> "ordered(" + sources(depth) + ")";
            case 3 -> "unordered(" + sources(depth) + ")";
            case 4, 5 -> "maxgaps(" + random.nextInt(4) + " fn:ordered(" + sources(depth) + "))";
            case 6 -> "maxwidth(" + (2 + random.nextInt(6)) + " fn:unordered(" + sources(depth) + "))";
            case 7 -> "atLeast(2 " + sources(depth) + " " + source(depth) + ")";
            case 8 -> "notContaining(" + source(depth) + " " + source(depth) + ")";
            case 9 -> "notWithin(" + source(depth) + " " + random.nextInt(4) + " " + source(depth) + ")";
            case 10 -> "within(" + source(depth) + " " + random.nextInt(4) + " " + source(depth) + ")";
            case 11 -> "containing(" + source(depth) + " " + source(depth) + ")";
            case 12 -> any(List.of("before", "after", "overlapping", "nonOverlapping", "notContainedBy"))
                    + "(" + source(depth) + " " + source(depth) + ")";
            default -> "extend(" + source(depth) + " 1 2)";
        };
    }

    private String sources(int depth) {
        return source(depth) + " " + source(depth);
    }

    private String source(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 9)) {
            case 0 -> phrase();
            case 1 -> any(List.of("$list-a", "$list-b"));
            case 2 -> any(List.of("fn:wildcard(ign*)", "fn:wildcard(r*s)", "fn:fuzzyTerm(promt)", "fn:wildcard(指*)"));
            case 3, 4, 5 -> piece();
            default -> "fn:" + function(depth - 1);
        };
    }

    private String piece() {
        return any(VOCABULARY.subList(0, 14));
    }

    private String phrase() {
        return "\"" + any(VOCABULARY.subList(0, 25)) + " " + any(VOCABULARY.subList(0, 25)) + "\"";
    }

    /** A text of so many pieces; some of them written in a way that needs a view. */
    String text(int pieces) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < pieces; i++)
            out.add(random.nextInt(4) == 0 ? noise() : any(VOCABULARY));
        int from = random.nextInt(pieces);
        int to = Math.min(pieces, from + 12);
        Mutation mutation = any(List.of(Mutation.values()));
        String changed = mutation.apply(String.join(" ", out.subList(from, to)));
        String separator = random.nextInt(5) == 0 ? "\n" : " ";
        return String.join(separator, out.subList(0, from)) + separator + changed + separator
                + String.join(separator, out.subList(to, pieces));
    }

    private String noise() {
        return random.ints(1 + random.nextInt(6), 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint,
                        StringBuilder::append)
                .append(any(List.of("", ".", ",", "\u200B", "\u0301", "😀", "你", "'s")))
                .toString();
    }

    <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
