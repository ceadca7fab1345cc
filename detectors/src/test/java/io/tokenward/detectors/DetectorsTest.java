package io.tokenward.detectors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetectorsTest {
    private final Detectors detectors = Detectors.standard();

    @Test
    void aDetectorIsFoundByItsName() {
        assertThat(detectors.named("mention")).isPresent();
        assertThat(detectors.named("secret-github-pat")).isEmpty();
        assertThat(detectors.named("nothing")).isEmpty();
    }

    @Test
    void theNamesHoldTheSecretFormatsToo() {
        assertThat(detectors.names())
                .contains("mention", "secret-github-pat", "secret-private-key", "secret-tokenward-key",
                        "secret-generic-assignment", "secret-database-url")
                .containsAll(detectors.secrets().names());
    }
}
