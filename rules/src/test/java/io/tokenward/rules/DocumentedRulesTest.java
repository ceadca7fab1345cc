package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/writing-rules.md} shows is a pack that loads and whose tests pass. */
class DocumentedRulesTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern PACK = Pattern.compile("(?ms)<<'END'\\n(.*?)^END$");

    @TempDir
    Path directory;
    private PackReading reading;

    @BeforeEach
    void read() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "writing-rules.md"));
        List<String> documents = new ArrayList<>(found(PACK, page));
        found(BLOCK, page).stream()
                .filter(block -> block.startsWith("id:") || block.startsWith("exclude:"))
                .forEach(documents::add);
        Files.writeString(directory.resolve("all.yaml"), String.join("---\n", documents));
        reading = PackReading.of(new PackSources(true, List.of(directory), Optional.empty()));
    }

    private static List<String> found(Pattern pattern, String page) {
        List<String> blocks = new ArrayList<>();
        Matcher block = pattern.matcher(page);
        while (block.find())
            blocks.add(block.group(1));
        return blocks;
    }

    @Test
    void thePackLoads() {
        assertThat(reading.errors().messages()).isEmpty();
        Pack pack = reading.packs().getLast();
        assertThat(pack.name()).isEqualTo("acme");
        assertThat(pack.rules()).extracting(Rule::mode).containsExactly(Mode.SHADOW);
        assertThat(pack.exclusions()).hasSize(1);
    }

    @Test
    void itsTestsPassAlsoWrittenDifferently() throws Exception {
        RuleEngine engine = RuleEngine.of(reading);
        List<Rule> rules = reading.packs().getLast().rules();

        assertThat(RuleTests.results(engine, rules)).extracting(RuleTests.Result::failure).containsOnly("");
        assertThat(RuleTests.evasions(engine, rules)).filteredOn(RuleTests.Evasion::matched).hasSizeGreaterThan(10);
    }
}
