package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Packs made to bring down who loads them: each is refused with a sentence and a place, and nothing else happens. */
class HostilePackTest {
    private static final String LIST = "[" + "word, ".repeat(999) + "word]";

    static List<Arguments> packs() {
        return List.of(
                Arguments.of("a file of 50 MB", "a: " + "x".repeat(50 << 20), "larger than 4 MiB"),
                Arguments.of("an alias", rule("query: word") + "\nx: &a [1]\ny: *a\n", "aliases are not supported"),
                Arguments.of("conditions 1,000 deep", rule("not: { ".repeat(1000) + "query: word" + " }".repeat(1000)),
                        "nested deeper than"),
                Arguments.of("a tree 30 deep", rule("not: { ".repeat(30) + "query: word" + " }".repeat(30)),
                        "nested deeper than"),
                Arguments.of("brackets 1,000 deep",
                        rule("query: '" + "(".repeat(1000) + "word" + ")".repeat(1000) + "'"),
                        "brackets are nested deeper than 32"),
                Arguments.of("functions 1,000 deep",
                        rule("query: '" + "fn:or(".repeat(1000) + "word" + ")".repeat(1000) + "'"),
                        "brackets are nested deeper than 32"),
                Arguments.of("lists that multiply out", rule("query: 'fn:ordered(" + "$list ".repeat(100_000) + ")'"),
                        "with its word lists"),
                Arguments.of("queries that add up",
                        rule("any: [ " + "{ query: 'fn:or($list $list $list)' }, ".repeat(50) + "{ query: word } ]"),
                        "with the rule's other queries"),
                Arguments.of("rules that add up", manyRules(400), "with their word lists; split the pack"),
                Arguments.of("a word of 100,000 letters", rule("query: '" + "x".repeat(60_000) + "~2'"),
                        "a word is longer than 256"),
                Arguments.of("repetitions of repetitions", rule("query: '/((((a{99}){99}){99}){99})/'"),
                        "repeats a word more than 1000 times"),
                Arguments.of("repetitions of repetitions with blanks between them",
                        rule("query: '/((((a{99} b){99} c){99} d){99} e)/'"), "repeats a word more than 1000 times"),
                Arguments.of("a pattern that goes round for ever",
                        rule("pattern: { anchor: word, regex: '(?:(?:a?){999}b?){999}word' }"),
                        "repeats a part more than 1000 times"),
                Arguments.of("an automaton without end", rule("query: '/(a|b)*a(a|b){200}(a|b)*b(a|b){2}/'"),
                        "too complex"),
                Arguments.of("more clauses than Lucene allows", rule("query: '" + "word ".repeat(5000) + "'"),
                        "not a query"),
                Arguments.of("alternatives that multiply out to more words than Lucene runs",
                        rule("query: 'fn:phrase(" + phrases("left") + " " + phrases("right") + " " + phrases("then")
                                + ")'"),
                        "words after expansion"),
                Arguments.of("groups 10,000 deep",
                        rule("pattern: { anchor: word, regex: '" + "(".repeat(4000) + "word" + ")".repeat(4000)
                                + "' }"),
                        "groups are nested deeper than 32"),
                Arguments.of("a pattern of 100,000 letters", rule("pattern: '" + "x".repeat(100_000) + "'"),
                        "longer than 8192"),
                Arguments.of("a look back", rule("pattern: '(a+)+\\1word'"), "not supported"));
    }

    /** Alternatives of one, two, three words and so on: those of the same length would not be multiplied out. */
    private static String phrases(String word) {
        return IntStream.rangeClosed(1, 10)
                .mapToObj(length -> "\"" + (word + " ").repeat(length).strip() + "\"")
                .collect(Collectors.joining(" ", "fn:or(", ")"));
    }

    private static String manyRules(int count) {
        String query = "fn:or($list $list $list $list $list)";
        String rule = rule("any: [ { query: '" + query + "' }, { query: '" + query + "' } ]");
        return rule + IntStream.range(2, count)
                .mapToObj(number -> rule.substring(rule.indexOf("---")).replace("hostile-1", "hostile-" + number))
                .collect(Collectors.joining());
    }

    private static String rule(String when) {
        return """
                words: { list: %s }
                ---
                id: hostile-1
                title: hostile
                category: injection
                severity: notice
                paranoia: 1
                roles: [user]
                when: { %s }
                tests: { match: [never run], no-match: [never run] }
                """.formatted(LIST, when);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("packs")
    void isRefusedWithAReason(String what, String pack, String reason) {
        RulesProblem problem = catchThrowableOfType(RulesProblem.class,
                () -> RuleEngine.of(List.of(Map.of("hostile.yaml", pack))));

        assertThat(problem).as(what).isNotNull();
        assertThat(problem.getMessage()).as(what).contains("hostile.yaml").contains(reason).hasSizeLessThan(10_000);
    }

    @Test
    void aPatternThatBacktracksGivesUp() throws Exception {
        RuleEngine engine = RuleEngine.of(
                List.of(Map.of("hostile.yaml", rule("pattern: { anchor: word, regex: '(?:[a-z]+)+[0-9]word' }"))));
        Evidence evidence = engine.examine(
                new Passage("a".repeat(120) + "word", Role.USER, ""), Trust.NONE,
                System.nanoTime() + Long.MAX_VALUE / 4);

        assertThat(evidence.findings()).isEmpty();
    }
}
