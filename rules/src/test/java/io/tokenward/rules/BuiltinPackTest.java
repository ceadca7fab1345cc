package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class BuiltinPackTest {
    @Test
    void everyRulePassesTheTestsItCarries() {
        List<RuleTests.Failure> failures = RuleTests.run(RuleEngine.builtin());

        assertThat(failures.stream().map(RuleTests.Failure::toString).toList()).isEmpty();
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
