package io.tokenward.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelUpstreamsTest {
    private static final ModelUpstreams UPSTREAMS = new ModelUpstreams(
            Map.of("glm-5", "zhipu", "glm-*", "lab", "glm-5*", "old", "claude-*", "anthropic"));

    @ParameterizedTest
    @CsvSource({"glm-5, zhipu", "glm-5.1, old", "glm-4, lab", "claude-x, anthropic", "claude, usual", "gpt, usual",
            "'', usual", "Claude-x, usual"})
    void theNameItselfCountsBeforeTheLongestBeginning(String model, String upstream) {
        assertThat(UPSTREAMS.of(model, "usual")).isEqualTo(upstream);
    }

    @Test
    void allAreNamedOnce() {
        assertThat(UPSTREAMS.all()).containsExactly("anthropic", "lab", "old", "zhipu");
        assertThat(ModelUpstreams.NONE.all()).isEmpty();
    }
}
