package io.tokenward.rules.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;

import io.tokenward.rules.PackReading;
import io.tokenward.rules.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LintTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 30);

    private static Lint lint(String... documents) {
        PackReading reading = Texts.reading(String.join("---\n", documents));
        return Lint.of(reading, reading.packs(), TODAY);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            { query: vault } |
            { all: [{ query: vault }, { not: { detector: mention } }] } |
            { not: { query: vault } } | it asks only for what is not there
            { all: [{ not: { query: vault } }, { not: { query: safe } }] } | it asks only for what is not there
            { all: [{ query: vault }, { not: { query: vault } }] } | asks for a condition and for its opposite
            { at-least: { count: 3, of: [{ query: vault }, { query: safe }] } } | asks for 3 of 2
            { query: '"..."' } | its query has no words
            { query: 'fn:ordered(打开 门)' } | matched in pairs
            { any: [{ query: 'fn:ordered(打开 门)' }, { query: vault }] } |
            """)
    void rulesThatNeverFireAreFound(String when, String reason) {
        List<String> found = lint(Texts.rule("vault-110", when)).warnings()
                .stream()
                .filter(warning -> warning.kind() == Warning.Kind.NEVER_FIRES)
                .map(Warning::toString)
                .toList();

        if (reason == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement()
                    .asString()
                    .startsWith("p1.yaml:1:1 vault-110: never fires: ")
                    .contains(reason);
        }
    }

    @Test
    void aRuleThatIsOffIsSaidNeverToFire() {
        Lint lint = lint(Texts.rule("vault-110", "{ query: vault }") + "mode: off\n");

        assertThat(lint.warnings()).singleElement().asString().contains("its mode, or its pack's, is off");
    }

    @Test
    void theSameConditionTwiceIsFoundWhateverItsOrder() {
        Lint lint = lint(Texts.rule("vault-110", "{ any: [{ query: vault }, { query: 'safe  door' }] }"),
                Texts.rule("vault-120", "{ any: [{ query: 'safe door' }, { query: vault }] }"),
                Texts.rule("vault-130", "{ any: [{ query: vault }, { query: vault }] }"));

        assertThat(lint.warnings()).extracting(Warning::subject).containsExactly("vault-120", "vault-130");
        assertThat(lint.warnings()).extracting(Warning::message)
                .anyMatch(message -> message.contains("the same condition as vault-110 (p1.yaml:1:1)"))
                .anyMatch(message -> message.contains("asks the same twice: query vault"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = ';', textBlock = """
            { query: you }                                              ; true
            { query: 'fn:ordered(you vault)' }                          ; false
            { query: 'fn:or(your vault)' }                              ; true
            { all: [{ query: you }, { query: vault }] }                 ; false
            { any: [{ query: you }, { query: vault }] }                 ; true
            { query: 'fn:maxgaps(2 fn:ordered(fn:or(you we) fn:or(the a)))' } ; true
            { pattern: '\\bwith\\s' }                                   ; true
            { pattern: '\\w{1,9} (?:add|buy|cut|dig|fly|mix|pay|run|set|sit)\\b' } ; true
            { pattern: '\\w{1,9} (?:add|buy|cut|dig|fly|mix|pay|run|set)\\b' } ; false
            { all: [{ query: vault }, { pattern: '\\w{1,9} (?:add|buy|cut|dig|fly|mix|pay|run|set|sit)\\b' }] } ; false
            { all: [{ any: [{ query: vault }, { pattern: safe }] }, { pattern: '\\w{1,9} (?:add|buy|cut|dig|fly|mix|pay|run|set|sit)\\b' }] } ; true
            """)
    void rulesThatEveryPromptPaysForAreFound(String when, boolean common) {
        boolean found = lint(Texts.rule("vault-110", when)).warnings()
                .stream()
                .anyMatch(warning -> warning.kind() == Warning.Kind.COMMON_ANCHOR);

        assertThat(found).isEqualTo(common);
    }

    @Test
    void sizeIsCountedAfterExpansion() {
        Lint lint = lint(Texts.rule("vault-110",
                "{ query: 'fn:maxgaps(2 fn:ordered(fn:or(\"a b\" \"c d\" \"e f\") fn:or(\"g h\" \"i j\" k)))' }"));

        assertThat(lint.size().queries()).isEqualTo(1);
        assertThat(lint.size().words()).as("3 x 3 alternatives are written out").isGreaterThan(20);
    }

    @Test
    void exclusionsPastTheirDayAndWithoutARuleAreFound() {
        Lint lint = lint(Texts.rule("vault-110", "{ query: vault }"), """
                exclude: { rules: [vault-110, vault-119] }
                reason: Once.
                owner: security@acme.example
                expires: 2026-11-29
                """);

        assertThat(lint.errors()).isEmpty();
        assertThat(lint.warnings()).extracting(Warning::message)
                .anyMatch(message -> message.startsWith("its last day was 2026-11-29"))
                .anyMatch(message -> message.equals("there is no rule vault-119"))
                .anyMatch(message -> message.startsWith("applies to every request"));
    }
}
