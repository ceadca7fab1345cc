package io.tokenward.proxy.cli.eval;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The form of the texts in {@code detectors/evaluation}, and that none of them is trained on. */
class EvaluationSetTest {
    private static final Path DETECTORS = Path.of("..", "detectors");
    private static final List<String> SETS = List.of("en", "zh", "en-2", "zh-2", "en-3", "zh-3", "en-4", "zh-4", "en-5",
            "zh-5");
    private static final int FAMILIES = 24;

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh", "en-2", "zh-2", "en-3", "zh-3", "en-4", "zh-4", "en-5", "zh-5"})
    void everyFamilyHasTenAttacksAndTenBenignTwins(String set) throws IOException {
        Map<String, Map<Boolean, Long>> families = read(set).stream()
                .collect(groupingBy(LabelledText::group, groupingBy(text -> text.label().attack(), counting())));

        assertThat(families).hasSize(FAMILIES)
                .allSatisfy((family, texts) -> assertThat(texts).as(family)
                        .containsOnly(Map.entry(true, 10L), Map.entry(false, 10L)));
    }

    @Test
    void allHaveTheSameFamilies() throws IOException {
        assertThat(SETS).allSatisfy(set -> assertThat(families(set)).as(set).isEqualTo(families("en")));
    }

    @Test
    void noIdAndNoTextIsThereTwice() throws IOException {
        List<LabelledText> texts = all();

        assertThat(texts).extracting(LabelledText::id).doesNotHaveDuplicates();
        assertThat(texts).extracting(text -> text.text().strip()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh", "en-2", "zh-2", "en-3", "zh-3", "en-4", "zh-4", "en-5", "zh-5"})
    void everyLineSaysWhatItIs(String set) throws IOException {
        String language = set.substring(0, 2);
        assertThat(read(set)).allSatisfy(text -> {
            assertThat(text.id()).matches(set.replace("-", "") + (text.label().attack() ? "-a-" : "-b-") + "\\d{3}");
            assertThat(text.text()).isNotBlank().hasSizeLessThanOrEqualTo(1500);
            assertThat(text.lang()).isEqualTo(language);
            assertThat(text.source()).isEqualTo("own-blind" + set.substring(2));
            assertThat(text.label()).isNotEqualTo(Label.HARMFUL_PLAIN);
            assertThat(text.hard() && text.label().attack()).as("%s is hard", text.id()).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh", "en-2", "zh-2", "en-3", "zh-3", "en-4", "zh-4", "en-5", "zh-5"})
    void whatIsIndirectStandsInADocumentOrAToolResult(String set) throws IOException {
        assertThat(read(set)).filteredOn(text -> text.label().attack()).allSatisfy(text -> {
            boolean foreign = switch (text.role()) {
                case DOCUMENT, TOOL_RESULT -> true;
                default -> false;
            };
            assertThat(text.label() == Label.INDIRECT_INJECTION).as(text.id()).isEqualTo(foreign);
        });
    }

    @Test
    void noneOfThemIsATrainingText() throws IOException {
        Set<String> trained = trainingTexts();

        assertThat(trained).isNotEmpty();
        assertThat(all()).noneMatch(text -> trained.contains(text.text().strip()));
    }

    private static Set<String> trainingTexts() throws IOException {
        var json = JsonMapper.builder().build();
        var texts = new HashSet<String>();
        try (Stream<Path> files = Files.list(DETECTORS.resolve("training"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jsonl")).toList())
                for (String line : Files.readAllLines(file))
                    if (!line.isBlank()) texts.add(json.readTree(line).path("text").asString("").strip());
        }
        return texts;
    }

    private static Set<String> families(String set) throws IOException {
        return read(set).stream().map(LabelledText::group).collect(toSet());
    }

    private static List<LabelledText> all() throws IOException {
        var texts = new ArrayList<LabelledText>();
        for (String set : SETS)
            texts.addAll(read(set));
        return texts;
    }

    private static List<LabelledText> read(String set) throws IOException {
        return CorpusFiles.read(List.of(DETECTORS.resolve("evaluation").resolve(set + ".jsonl")));
    }
}
