package io.tokenward.proxy.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.fuzz.FileFuzzTest;
import io.tokenward.proxy.fuzz.Fuzzing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class ConfigurationFuzzTest {
    @Test
    void configurationsAreReadOrRefusedWithTheirPlaces() throws Exception {
        List<byte[]> made = List.of(DocumentedExample.text().getBytes(StandardCharsets.UTF_8));
        int said = Fuzzing.run("config", made, FileFuzzTest.YAML_WORDS, 4_000, input -> {
            try {
                Settings read = SettingsReader.read(Path.of("tokenward.yaml"),
                        new String(input, StandardCharsets.UTF_8));
                return Fuzzing.Reading.accepted(IntStream
                        .of(read.listeners().size(), read.routes().size(), read.upstreams().size(),
                                read.plans().size(), read.policies().size(), read.tenants().size())
                        .mapToObj("x"::repeat)
                        .collect(Collectors.joining(" ")));
            } catch (ConfigProblem refused) {
                assertThat(refused.messages()).isNotEmpty();
                return Fuzzing.Reading.refused(refused.messages().getFirst().replaceAll("\"[^\"]*\"", "x"));
            }
        });
        assertThat(said).isGreaterThan(5);
    }
}
