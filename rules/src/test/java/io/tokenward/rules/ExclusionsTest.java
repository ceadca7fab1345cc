package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExclusionsTest {
    private static final LocalDate LAST = LocalDate.of(2027, 3, 31);
    private static final Origin ACME = new Origin("acme", "/agents");
    private static final String RULE = Texts.rule("vault-110", "{ query: vault }");

    private static RuleEngine engine(String exclude, String where) throws RulesProblem {
        return Texts.engine(RULE, """
                exclude: %s
                for: %s
                reason: Their manuals are about vaults.
                owner: security@acme.example
                expires: 2027-03-31
                """.formatted(exclude, where));
    }

    private static boolean found(RuleEngine engine, Passage passage, Origin origin, LocalDate today) throws Exception {
        var prompt = new Prompt(List.of(passage));
        Evidence evidence = engine.examine(passage, Trust.APP, System.nanoTime() + Long.MAX_VALUE / 4);
        assertThat(evidence.findings()).as("the evidence itself is the same for everybody").hasSize(1);
        return !engine.exclusions().apply(prompt, List.of(evidence), origin, today).getFirst().findings().isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            { rules: [vault-110] } | {}                                        | false
            { tags: [owasp-llm01] } | {}                                       | false
            { rules: [vault-111], tags: [other] } | {}                         | true
            { rules: [vault-110] } | { tenants: [acme] }                       | false
            { rules: [vault-110] } | { tenants: [other] }                      | true
            { rules: [vault-110] } | { routes: [/agents, /lab] }               | false
            { rules: [vault-110] } | { routes: [/lab] }                        | true
            { rules: [vault-110] } | { roles: [document] }                     | false
            { rules: [vault-110] } | { roles: [user] }                         | true
            { rules: [vault-110] } | { pointer: /messages/*/content }          | false
            { rules: [vault-110] } | { pointer: /messages/1 }                  | false
            { rules: [vault-110] } | { pointer: /messages/2 }                  | true
            { rules: [vault-110] } | { pointer: /messages/*/content/*/input }  | true
            { rules: [vault-110] } | { tenants: [acme], routes: [/lab] }       | true
            """)
    void allThatIsAskedForMustFit(String exclude, String where, boolean found) throws Exception {
        Passage passage = Texts.passage(Role.DOCUMENT, "/messages/1/content/0");

        assertThat(found(engine(exclude, where), passage, ACME, LAST)).isEqualTo(found);
    }

    @Test
    void itWorksOnItsLastDayAndNotOnTheNext() throws Exception {
        RuleEngine engine = engine("{ rules: [vault-110] }", "{}");
        Passage passage = Texts.passage(Role.USER, "");

        assertThat(found(engine, passage, Origin.NONE, LAST)).isFalse();
        assertThat(found(engine, passage, Origin.NONE, LAST.plusDays(1))).isTrue();
        assertThat(engine.exclusions().expired(LAST)).isEmpty();
        assertThat(engine.exclusions().expired(LAST.plusDays(1))).hasSize(1);
    }
}
