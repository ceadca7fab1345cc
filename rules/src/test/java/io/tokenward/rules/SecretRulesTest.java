package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.secret.SecretScanner;
import org.junit.jupiter.api.Test;

class SecretRulesTest {
    @Test
    void everyFormatHasARule() {
        Set<String> rules = RuleEngine.builtin()
                .rules()
                .stream()
                .filter(rule -> rule.category() == Category.SECRET)
                .map(Rule::id)
                .collect(Collectors.toSet());

        assertThat(rules).containsExactlyInAnyOrderElementsOf(SecretScanner.standard().names());
    }
}
