package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class BuiltinPackTest {
    @Test
    void everyRulePassesTheTestsItCarries() {
        List<RuleTests.Failure> failures = RuleTests.run(RuleEngine.builtin());

        assertThat(failures.stream().map(RuleTests.Failure::toString).toList()).isEmpty();
    }

    /** What customers, players and owners of printers ask in 27 languages: by the rules alone, nothing of it is blocked. */
    @ParameterizedTest
    @CsvFileSource(resources = "ordinary.tsv", delimiter = '\t', quoteCharacter = '\0')
    void ordinarySentencesPass(String language, String sentence) {
        RuleEngine rules = WithoutModel.RULES;

        Assessment assessment = Verdict.alone(new Passage(sentence, Role.USER, ""), Trust.APP, Policy.standard(),
                rules);

        assertThat(assessment.decision()).as(language + ": " + assessment.findings()).isNotEqualTo(Decision.BLOCK);
    }

    private static final class WithoutModel {
        static final RuleEngine RULES = RuleEngine.ofRules(RuleEngine.builtin()
                .rules()
                .stream()
                .filter(rule -> !rule.id().startsWith("learned-"))
                .toList());
    }

    @Test
    void theListOfShippedFilesIsComplete() throws IOException {
        Path pack = Path.of("packs", "builtin");
        try (var files = Files.list(pack)) {
            List<String> yaml = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yaml"))
                    .sorted()
                    .toList();

            assertThat(Files.readAllLines(pack.resolve("files.txt"))).containsExactlyElementsOf(yaml);
        }
    }
}
