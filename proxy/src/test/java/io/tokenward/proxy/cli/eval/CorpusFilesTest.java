package io.tokenward.proxy.cli.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorpusFilesTest {
    @TempDir
    private Path directory;

    private Path file(String... lines) throws IOException {
        return Files.write(directory.resolve("texts.jsonl"), List.of(lines));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
            "{\"text\":5,\"label\":\"benign\"} | \"text\" is missing or not a string",
            "{\"text\":\"SOME PROMPT\",\"label\":\"bad\"} | \"label\" is missing or none of [benign, injection, jailbreak,"
                    + " indirect_injection, harmful_plain]",
            "{\"text\":\"SOME PROMPT | not JSON; write {\"text\":…,\"label\":…} a line"})
    void aBrokenLineIsToldWithItsPlaceAndWithoutItsText(String line, String complaint) throws IOException {
        Path file = file("{\"text\":\"fine\",\"label\":\"Benign\"}", line);

        assertThatThrownBy(() -> CorpusFiles.read(List.of(file))).isInstanceOf(IOException.class)
                .hasMessage(file + ":2: " + complaint);
    }

    @Test
    void labelsAreReadInAnyCase() throws IOException {
        assertThat(CorpusFiles.read(List.of(file("{\"text\":\"x\",\"label\":\"Indirect_Injection\"}"))))
                .extracting(LabelledText::label)
                .containsExactly(LabelledText.Label.INDIRECT_INJECTION);
    }
}
