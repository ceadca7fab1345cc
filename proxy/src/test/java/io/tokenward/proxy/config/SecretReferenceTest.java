package io.tokenward.proxy.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import io.tokenward.rules.yaml.Place;
import io.tokenward.rules.yaml.YamlErrors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretReferenceTest {
    @TempDir
    private Path directory;

    private SecretReference reference(String text) {
        return SecretReference.of(text, new Place("tokenward.yaml", 3, 7), "keys.pepper",
                new Reading(new YamlErrors(), directory)).orElseThrow();
    }

    @Test
    void aFileIsReadFromTheConfigurationsDirectoryWithoutItsLineEnd() throws Exception {
        Files.writeString(directory.resolve("unix"), "pepper\n");
        Files.writeString(directory.resolve("windows"), "pepper\r\n");
        Files.writeString(directory.resolve("two"), "pepper\n\n");

        assertThat(reference("file:unix").resolve()).asString(UTF_8).isEqualTo("pepper");
        assertThat(reference("file:windows").resolveText()).isEqualTo("pepper");
        assertThat(reference("file:two").resolve()).asString(UTF_8).isEqualTo("pepper\n");
    }

    @Test
    void aReplacedFileIsSeen() throws Exception {
        Path file = Files.writeString(directory.resolve("pepper"), "old");
        SecretReference reference = reference("file:pepper");
        reference.resolve();

        Files.writeString(file, "new");

        assertThat(reference.resolveText()).isEqualTo("new");
    }

    @Test
    void aVariableIsRead() throws Exception {
        assertThat(reference("env:PEPPER").resolveText(Map.of("PEPPER", "salt"))).isEqualTo("salt");
    }

    @Test
    void whatIsMissingOrUnusableIsSaidWithItsPlace() throws Exception {
        Files.write(directory.resolve("large"), new byte[SecretReference.MAX_BYTES + 1]);
        String where = "tokenward.yaml:3:7 keys.pepper: ";

        assertThatThrownBy(() -> reference("env:PEPPER").resolve(Map.of())).isInstanceOf(ConfigProblem.class)
                .hasMessage(where + "env:PEPPER is not set");
        assertThatThrownBy(() -> reference("env:PEPPER").resolve(Map.of("PEPPER", "\n")))
                .hasMessage(where + "env:PEPPER is empty");
        assertThatThrownBy(() -> reference("file:none").resolve())
                .hasMessage(where + "file:none does not exist (looked at " + directory.resolve("none") + ")");
        assertThatThrownBy(() -> reference("file:large").resolve())
                .hasMessage(where + "file:large is larger than 64 KiB");
        assertThatThrownBy(() -> reference("file:.").resolve()).isInstanceOf(ConfigProblem.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aLineEndCannotSlipIntoAHeader() {
        assertThatThrownBy(() -> reference("env:KEY").resolveText(Map.of("KEY", "a\r\nx-admin: 1")))
                .isInstanceOf(ConfigProblem.class)
                .hasMessage("tokenward.yaml:3:7 keys.pepper: env:KEY has a character that is not printable ASCII");
        assertThatThrownBy(() -> reference("env:KEY").resolveText(Map.of("KEY", "schlüssel")))
                .isInstanceOf(ConfigProblem.class);
    }

    @Test
    void whatIsPrintedIsTheReference() {
        assertThat(reference("env:KEY")).hasToString("env:KEY")
                .isEqualTo(reference("env:KEY"))
                .isNotEqualTo(reference("file:KEY"));
    }
}
