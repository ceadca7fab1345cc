package io.tokenward.rules.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleIndexTest {
    private static final RuleIndex INDEX = new RuleIndex(RuleEngine.builtin().packs());

    @AfterAll
    static void close() {
        INDEX.close();
    }

    private static List<String> ids(String query) {
        return INDEX.find(query).stream().map(Rule::id).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"id:injection-110", "injection-110", "\"drop its earlier instructions\"",
            "title:instructions AND category:injection AND severity:critical", "tests:IGNORE AND tag:owasp-llm01",
            "condition:disregard AND language:en"})
    void aRuleIsFoundByWhatItSays(String query) {
        assertThat(ids(query)).contains("injection-110");
    }

    @Test
    void chineseIsFoundByPartsOfWords() {
        assertThat(INDEX.find("忽略 AND language:zh")).isNotEmpty().allMatch(rule -> rule.languages().contains("zh"));
    }

    @Test
    void wholeValuesBoundTheAnswer() {
        assertThat(INDEX.find("category:secret AND title:github")).isNotEmpty()
                .allMatch(rule -> rule.category().word().equals("secret"));
        assertThat(ids("pack:nobody")).isEmpty();
    }

    @Test
    void whatIsNoQueryIsSaidSo() {
        assertThatThrownBy(() -> INDEX.find("title:(open")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a query");
    }
}
