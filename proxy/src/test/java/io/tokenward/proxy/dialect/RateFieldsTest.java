package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;

import io.tokenward.proxy.problem.Problem;
import io.tokenward.proxy.problem.SpentRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fields in which each provider's clients look for the rate that refused them. */
class RateFieldsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T10:00:00.5Z"), ZoneOffset.UTC);

    private static Map<String, String> fields(String dialect, SpentRate rate) {
        return new TreeMap<>(Dialects.named(dialect)
                .orElseThrow()
                .error(Problem.RATE_LIMITED.denied().retryAfter(rate.pause()).spent(rate), "tw_1")
                .headers());
    }

    private static SpentRate requests(Duration wait) {
        return new SpentRate(SpentRate.Of.REQUESTS, 60, wait);
    }

    @ParameterizedTest
    @CsvSource({"openai, 120, 120ms", "openai, 1000, 1s", "openai, 1001, 2s", "openai, 59001, 1m0s", "deepseek, 1, 1ms",
            "ark, 500, 500ms", "vllm, 3000, 3s", "azure, 120, 1", "azure, 59001, 60"})
    void clientsOfOpenAisApiReadItsFields(String dialect, long millis, String reset) {
        assertThat(fields(dialect, requests(Duration.ofMillis(millis))))
                .containsEntry("x-ratelimit-limit-requests", "60")
                .containsEntry("x-ratelimit-remaining-requests", "0")
                .containsEntry("x-ratelimit-reset-requests", reset)
                .doesNotContainKey("x-ratelimit-limit-tokens");
        assertThat(fields(dialect, new SpentRate(SpentRate.Of.TOKENS, 200_000, Duration.ofMillis(millis))))
                .containsEntry("x-ratelimit-limit-tokens", "200000")
                .containsEntry("x-ratelimit-reset-tokens", reset)
                .doesNotContainKey("x-ratelimit-limit-requests");
    }

    @Test
    void anthropicTellsAPointInTimeThatIsNotTooEarly() {
        Map<String, String> headers = new TreeMap<>();
        RateFields.ANTHROPIC.add(headers, requests(Duration.ofMillis(1200)), CLOCK);

        assertThat(headers).containsExactlyEntriesOf(new TreeMap<>(Map.of("anthropic-ratelimit-requests-limit", "60",
                "anthropic-ratelimit-requests-remaining", "0", "anthropic-ratelimit-requests-reset",
                "2026-11-30T10:00:03Z")));
        assertThat(fields("anthropic", new SpentRate(SpentRate.Of.TOKENS, 7, Duration.ofSeconds(1))))
                .containsEntry("anthropic-ratelimit-tokens-limit", "7")
                .containsKeys("anthropic-ratelimit-tokens-reset", "retry-after");
    }

    @Test
    void mistralNamesTheWindow() {
        assertThat(fields("mistral", requests(Duration.ofSeconds(2))))
                .containsEntry("x-ratelimit-limit-req-minute", "60")
                .containsEntry("x-ratelimit-remaining-req-minute", "0");
    }

    @ParameterizedTest
    @CsvSource({"gemini", "bedrock", "ollama", "cohere", "tgi", "mcp"})
    void whoHasNoSuchFieldsSendsNone(String dialect) {
        assertThat(fields(dialect, requests(Duration.ofSeconds(2))).keySet())
                .noneMatch(name -> name.contains("ratelimit"));
    }

    @Test
    void otherRefusalsTellNoRate() {
        assertThat(
                Dialects.named("openai").orElseThrow().error(Problem.QUOTA_SPENT.denied(), "tw_1").headers().keySet())
                .noneMatch(name -> name.contains("ratelimit"));
    }
}
