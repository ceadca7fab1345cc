package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.audit.ExchangeRecord;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key is charged against what the endpoint bills, in both APIs, however an answer ends. */
@Timeout(60)
class ChargingIT {
    private static final String CHAT = "/v1/chat/completions";
    private static final String MESSAGES = "/v1/messages";

    @TempDir
    private Path directory;
    private ProxyFixture fixture;
    private String key;

    @BeforeEach
    void start() throws Exception {
        fixture = new ProxyFixture(directory, null,
                ProxyFixture.CONFIGURATION.replace("[openai]", "[openai, anthropic]"));
        key = fixture.knownKey("free");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CHAT, MESSAGES})
    void whatIsReportedIsCharged(String path) throws Exception {
        ExchangeRecord plain = ask(path, "scripted-1", "");
        assertThat(plain.tokens().used()).isEqualTo(fixture.model.tokensBilled()).isPositive();

        ExchangeRecord streamed = ask(path, "scripted-1",
                path.equals(CHAT)
                        ? "\"stream\":true,\"stream_options\":{\"include_usage\":true},"
                        : "\"stream\":true,");
        assertThat(plain.tokens().used() + streamed.tokens().used()).isEqualTo(fixture.model.tokensBilled());
    }

    @Test
    void whatACacheHoldsIsChargedToo() throws Exception {
        String system = "\"system\":[{\"type\":\"text\",\"text\":\"You answer in one short sentence.\","
                + "\"cache_control\":{\"type\":\"ephemeral\"}}],";

        long written = ask(MESSAGES, "scripted-1", system).tokens().used();
        long read = ask(MESSAGES, "scripted-1", system + "\"stream\":true,").tokens().used();

        assertThat(read).isEqualTo(written);
        assertThat(written + read).isEqualTo(fixture.model.tokensBilled());
    }

    @ParameterizedTest
    @ValueSource(strings = {"script-no-usage", "script-error-midstream", "script-die-midstream"})
    void streamThatReportsNothingAtItsEndIsChargedByWhatWentBy(String model) throws Exception {
        for (String path : new String[]{CHAT, MESSAGES}) {
            long before = fixture.model.tokensBilled();

            long charged = ask(path, model, "\"stream\":true,").tokens().used();

            long billed = fixture.model.tokensBilled() - before;
            assertThat(charged).as(path).isBetween(billed, 3 * billed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"script-500", "script-429"})
    void failureIsFreeAndReachesTheClientAsItIs(String model) throws Exception {
        for (String path : new String[]{CHAT, MESSAGES}) {
            HttpResponse<String> answer = fixture.send(request(path, model, ""));

            assertThat(answer.statusCode()).isEqualTo(Integer.parseInt(model.substring("script-".length())));
            assertThat(answer.headers().firstValue("retry-after").isPresent()).isEqualTo(model.equals("script-429"));
            assertThat(fixture.record().tokens().used()).as(path).isZero();
        }
        assertThat(fixture.model.tokensBilled()).isZero();
    }

    @Test
    void countingIsFree() throws Exception {
        HttpResponse<String> answer = fixture.send(request(MESSAGES + "/count_tokens", "scripted-1", ""));

        assertThat(answer.body()).isEqualTo("{\"input_tokens\":3}");
        assertThat(fixture.record().tokens().used()).isZero();
        assertThat(fixture.model.tokensBilled()).isZero();
    }

    private ExchangeRecord ask(String path, String model, String more) throws Exception {
        try {
            fixture.send(request(path, model, more));
        } catch (IOException cut) {
            assertThat(model).contains("midstream");
        }
        return fixture.record();
    }

    private HttpRequest request(String path, String model, String more) {
        String body = "{\"model\":\"" + model + "\"," + more
                + "\"max_tokens\":64,\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]}";
        return fixture.request(path, key)
                .header("anthropic-version", "2023-06-01")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }
}
