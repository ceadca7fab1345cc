package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our own refusals name the rate that refused; an answer of the upstream keeps the fields that it came with. */
class RateFieldsIT {
    private static final String CHAT = "{\"model\":\"scripted-1\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private static final String TIGHT = ProxyFixture.CONFIGURATION.replace("[openai]", "[openai, anthropic]")
            .replace("few: { rates: { requests: 2/min } }",
                    "few: { rates: { requests: 2/min } }\n  thin: { rates: { tokens: 100/min } }");

    private static HttpResponse<String> message(ProxyFixture fixture, String key) throws Exception {
        return fixture.send(fixture.request("/v1/messages", key)
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(CHAT))
                .build());
    }

    @Test
    void theRateThatRefusedIsNamedInTheWordsOfTheDialect(@TempDir Path directory) throws Exception {
        try (ProxyFixture fixture = new ProxyFixture(directory, null, TIGHT)) {
            String key = fixture.knownKey("few");
            HttpResponse<String> answer = fixture.chat(key, CHAT);
            while (answer.statusCode() != 429)
                answer = fixture.chat(key, CHAT);

            assertThat(answer.headers().firstValue("x-ratelimit-limit-requests")).contains("2");
            assertThat(answer.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
            assertThat(answer.headers().firstValue("x-ratelimit-reset-requests").orElseThrow()).matches("\\d+m?s");
            assertThat(message(fixture, key).headers().firstValue("anthropic-ratelimit-requests-limit")).contains("2");
        }
    }

    @Test
    void aRateOfTokensIsToldApart(@TempDir Path directory) throws Exception {
        try (ProxyFixture fixture = new ProxyFixture(directory, null, TIGHT)) {
            String key = fixture.knownKey("thin");
            String longer = CHAT.replace("Hello", "Hello ".repeat(200));
            HttpResponse<String> answer = fixture.chat(key, longer);
            while (answer.statusCode() != 429)
                answer = fixture.chat(key, longer);

            assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens")).contains("100");
            assertThat(answer.headers().firstValue("x-ratelimit-limit-requests")).isEmpty();
        }
    }

    @Test
    void theUpstreamsOwnFieldsStayAsTheyAre(@TempDir Path directory) throws Exception {
        try (var upstream = new SteppedUpstream();
                ProxyFixture fixture = new ProxyFixture(directory, upstream.url())) {
            String key = fixture.key("free");
            upstream.answer(
                    "application/json\r\nContent-Length: 2\r\nx-ratelimit-limit-requests: 7\r\nx-ratelimit-reset-requests: 9s",
                    java.util.List.of("{}".getBytes(StandardCharsets.US_ASCII)));
            for (int i = 0; i < 1000; i++)
                upstream.step();
            fixture.await(key);
            HttpResponse<String> answer = fixture.chat(key, CHAT);

            assertThat(answer.headers().allValues("x-ratelimit-limit-requests")).containsExactly("7");
            assertThat(answer.headers().allValues("x-ratelimit-reset-requests")).containsExactly("9s");
        }
    }
}
