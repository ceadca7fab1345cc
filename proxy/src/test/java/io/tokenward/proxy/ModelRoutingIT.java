package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model decides which upstream is asked, and with which credential. */
class ModelRoutingIT {
    private static RecordingUpstream usual;
    private static RecordingUpstream other;
    private static ProxyFixture fixture;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        usual = new RecordingUpstream();
        other = new RecordingUpstream();
        java.nio.file.Files.writeString(directory.resolve("other-key"), "other-credential");
        String configuration = ProxyFixture.CONFIGURATION
                .replaceFirst("(?m)^upstreams:", "upstreams:\n  other: { url: '" + other.url()
                        + "', credential: 'file:other-key' }")
                .replace("dialects: [openai], upstream: scripted, policy: default }",
                        "dialects: [openai, anthropic], upstream: scripted, by-model: { 'glm-*': other } }");
        fixture = new ProxyFixture(directory, usual.url(), configuration);
        key = fixture.knownKey("free");
    }

    @AfterAll
    static void stop() {
        fixture.close();
        usual.close();
        other.close();
    }

    @ParameterizedTest
    @CsvSource({"glm-5, true", "glm, false", "gpt, false"})
    void aModelLeadsToItsUpstream(String model, boolean elsewhere) throws Exception {
        RecordingUpstream asked = elsewhere ? other : usual;
        int before = asked.requests();
        int sum = usual.requests() + other.requests();
        HttpResponse<String> answer = fixture.chat(key, "{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(asked.requests()).isEqualTo(before + 1);
        assertThat(usual.requests() + other.requests()).isEqualTo(sum + 1);
        assertThat(asked.headers()).containsEntry("authorization",
                elsewhere ? "Bearer other-credential" : "Bearer upstream-credential");
    }

    @Test
    void aBatchForTwoUpstreamsIsRefused() throws Exception {
        int before = usual.requests() + other.requests();
        String one = "{\"custom_id\":\"a\",\"params\":{\"model\":\"MODEL\",\"max_tokens\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}}";
        String body = "{\"requests\":[" + one.replace("MODEL", "glm-5") + "," + one.replace("MODEL", "gpt") + "]}";
        HttpResponse<String> answer = fixture.send(fixture.request("/v1/messages/batches", key)
                .POST(BodyPublishers.ofString(body))
                .build());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(usual.requests() + other.requests()).isEqualTo(before);
    }
}
