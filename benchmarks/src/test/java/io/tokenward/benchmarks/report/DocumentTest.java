package io.tokenward.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DocumentTest {
    @Test
    void onlyWhatIsBetweenTheMarksIsReplaced(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("new.md");
        Document.write(file, "run.sh", "first");
        Files.writeString(file, "# Before\n\n" + Files.readString(file) + "\nafter\n");

        Document.write(file, "run.sh", "second");

        assertThat(file).content()
                .startsWith("# Before\n\n")
                .endsWith("\nafter\n")
                .contains("\n\nsecond\n\n")
                .doesNotContain("first");
    }

    @Test
    void aDocumentWithoutMarksIsLeftAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Document.replaced("# Somebody's own text", "run.sh", "table"));
    }

    @Test
    void theProjectsOwnDocumentHasAPlaceForEachTable() throws Exception {
        String text = Files.readString(Path.of("..", "docs", "performance.md"));

        String both = Document.replaced(Document.replaced(text, "run.sh", "| the table |"), "dialects.sh",
                "| dialects |");

        assertThat(both).contains("| the table |", "| dialects |", "# Performance");
        assertThat(Document.replaced(both, "run.sh", "| new |")).contains("| new |", "| dialects |")
                .doesNotContain("| the table |");
    }
}
