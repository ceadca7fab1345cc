package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets and personal data are looked for where a rule asks for them, whatever the rule is about. */
class ScannedDataTest {
    private static final String ASKING = Texts.rule("mail-110",
            "{ all: [ { query: mail }, { detector: pii-email } ] }");
    private static final String EXCLUDING = Texts
            .rule("mail-111", "{ all: [ { query: mail }, { not: { detector: pii-email } } ] }");

    private static List<String> found(String rule, String text, boolean personalData) throws Exception {
        return Texts.engine(rule)
                .examine(new Passage(text, Role.USER, ""), Trust.APP, personalData,
                        System.nanoTime() + Long.MAX_VALUE / 4)
                .findings()
                .stream()
                .map(Finding::rule)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRuleAboutSomethingElseMayAskForThem(boolean personalData) throws Exception {
        assertThat(found(ASKING, "mail it to jo@acme.example", personalData)).containsExactly("mail-110");
        assertThat(found(ASKING, "mail it to Jo", personalData)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRuleAboutSomethingElseMayLeaveThemOut(boolean personalData) throws Exception {
        assertThat(found(EXCLUDING, "mail it to Jo", personalData)).containsExactly("mail-111");
        assertThat(found(EXCLUDING, "jo@mail.example", personalData)).isEmpty();
    }

    @Test
    void personalDataIsFoundWhereOneCaresForItAlone() throws Exception {
        String rule = Texts.rule("mail-112", "{ detector: pii-email }").replace("injection", "pii");

        assertThat(found(rule, "jo@acme.example", true)).containsExactly("mail-112");
        assertThat(found(rule, "jo@acme.example", false)).isEmpty();
    }
}
