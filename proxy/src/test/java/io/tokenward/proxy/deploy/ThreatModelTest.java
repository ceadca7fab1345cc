package io.tokenward.proxy.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** docs/threat-model.md names a test for each attack; it has to be there, and to be a test. */
class ThreatModelTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\|[^|]+\\|[^|]+\\| `([A-Za-z0-9]+)(?:#([A-Za-z0-9]+))?` \\|");
    private static final Pattern TEST = Pattern.compile(
            "@(?:Test|ParameterizedTest|RepeatedTest|TestFactory|Property)\\b(?:(?!\\bvoid\\b|Stream<DynamicTest>).)*?(?:\\bvoid|Stream<DynamicTest>) (\\w+)\\(",
            Pattern.DOTALL);

    /** Test classes of all modules by their names. */
    private static Map<String, String> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : List.of("detectors", "rules", "certs", "proxy"))
            try (Stream<Path> found = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        return files.stream()
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""),
                        ThreatModelTest::text, (one, other) -> one + other));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static List<String> rows() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/threat-model.md"));
        String attacks = page.substring(page.indexOf("## Attacks and tests"), page.indexOf("## What is not covered"));
        return attacks.lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| attack |") && !line.startsWith("| ---"))
                .toList();
    }

    @Test
    void everyAttackHasATestThatExists() throws IOException {
        Map<String, String> sources = sources();

        assertThat(rows()).hasSizeGreaterThan(30).allSatisfy(row -> {
            Matcher matcher = ROW.matcher(row);
            assertThat(matcher.matches()).as("a row has three columns, the last with `Class#method`").isTrue();
            assertThat(sources).containsKey(matcher.group(1));
            List<String> tests = TEST.matcher(sources.get(matcher.group(1)))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            if (matcher.group(2) == null) assertThat(tests).isNotEmpty();
            if (matcher.group(2) != null) assertThat(tests).contains(matcher.group(2));
        });
    }

    @Test
    void aNameThatIsNoTestWouldBeSeen() {
        String source = "@Test\n void one() {}\n private static void helper() {}\n @ParameterizedTest\n @ValueSource(strings = \"a\")\n void two(String a) {}";

        assertThat(TEST.matcher(source).results().map(found -> found.group(1)).toList()).containsExactly("one", "two");
    }
}
