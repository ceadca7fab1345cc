package io.tokenward.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.fuzz.FileFuzzTest;
import io.tokenward.proxy.fuzz.Fuzzing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class ConfigurationFuzzTest {
    @Test
    void configurationsAreReadOrRefusedWithTheirPlaces() throws Exception {
        int said = Fuzzing.run("config", FileFuzzTest.YAML_WORDS, 4_000, input -> {
            try {
                SettingsReader.read(Path.of("tokenward.yaml"), new String(input, StandardCharsets.UTF_8));
                return "read";
            } catch (ConfigProblem refused) {
                assertThat(refused.messages()).isNotEmpty();
                return refused.messages().getFirst().replaceAll("\"[^\"]*\"", "x");
            }
        });
        assertThat(said).isGreaterThan(5);
    }
}
