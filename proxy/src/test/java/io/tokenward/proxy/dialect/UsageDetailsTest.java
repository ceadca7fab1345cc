package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What endpoints tell of their tokens beyond how many went in and came out. */
class UsageDetailsTest {
    private static Usage told(String dialect, String path, String answer) {
        Dialect spoken = Dialects.named(dialect).orElseThrow();
        UsageMeter meter = TestMeters.of(spoken, spoken.operation("POST", path).orElseThrow(), "application/json");
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        meter.observe(bytes, 0, bytes.length);
        return meter.usage().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "openai|/v1/chat/completions|{\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":7},\"completion_tokens_details\":{\"reasoning_tokens\":6}}}|19|10|7|6",
            "openai|/v1/responses|{\"usage\":{\"input_tokens\":19,\"output_tokens\":10,\"input_tokens_details\":{\"cached_tokens\":7},\"output_tokens_details\":{\"reasoning_tokens\":6}}}|19|10|7|6",
            "deepseek|/chat/completions|{\"usage\":{\"prompt_tokens\":19,\"completion_tokens\":10,\"prompt_cache_hit_tokens\":8,\"prompt_cache_miss_tokens\":11}}|19|10|8|0",
            "anthropic|/v1/messages|{\"usage\":{\"input_tokens\":12,\"cache_read_input_tokens\":7,\"output_tokens\":10}}|19|10|7|0",
            "gemini|/v1beta/models/g:generateContent|{\"usageMetadata\":{\"promptTokenCount\":19,\"cachedContentTokenCount\":7,\"candidatesTokenCount\":4,\"thoughtsTokenCount\":6}}|19|10|7|6"})
    void cachedAndReasoningTokensAreToldApart(String dialect, String path, String answer, long input, long output,
            long cached, long reasoning) {
        assertThat(told(dialect, path, answer)).isEqualTo(new Usage(input, output, cached, reasoning, 0));
    }

    @Test
    void audioIsToldInSeconds() {
        assertThat(told("openai", "/v1/audio/transcriptions",
                "{\"text\":\"Three rivers.\",\"usage\":{\"type\":\"duration\",\"seconds\":9}}"))
                .isEqualTo(new Usage(0, 0, 0, 0, 9));
    }

    @Test
    void aPartIsNeverMoreThanTheWhole() {
        assertThat(new Usage(5, 6, 7, 8, 0)).isEqualTo(new Usage(5, 6, 5, 6, 0));
    }
}
