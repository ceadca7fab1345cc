package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.problem.Problem;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A package that runs out while an answer is streamed. */
@Timeout(120)
class PackageEndIT {
    private static final long PACKAGE = 9_000;
    /** Far more text than the package has tokens. */
    private static final String LONG = """
            {"model":"script-big-400","stream":true,%s"messages":[{"role":"user","content":"Name all rivers."}]}""";
    /** What one answer may be ahead of its reservation, and a chunk of this model. */
    private static final long STATED = 4_096 + 16_384;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Version.class)
    void theStreamEndsWithAnErrorOfTheDialectAndTheModelStops(Version version) throws Exception {
        if (version.name().equals("HTTP_3")) return;
        try (ProxyFixture fixture = start("cut")) {
            String key = fixture.knownKey("small");

            HttpResponse<String> answer = fixture.chat(key, LONG.formatted(""), version);

            ExchangeRecord record = fixture.record();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(lastEvent(answer)).startsWith("data: {\"error\":")
                    .contains("insufficient_quota",
                            "The token package ended with this answer.");
            assertThat(answer.body()).doesNotContain("[DONE]");
            assertThat(record.problem()).contains(Problem.QUOTA_SPENT);
            assertThat(record.tokens().used()).isBetween(PACKAGE - 4_096, PACKAGE + STATED);
            assertThat(fixture.chat(key, LONG.formatted(""), version).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void anthropicStreamsEndInTheirOwnWay() throws Exception {
        try (ProxyFixture fixture = start("cut")) {
            String key = fixture.knownKey("small");

            HttpResponse<String> answer = fixture.send(fixture.request("/v1/messages", key)
                    .header("anthropic-version", "2023-06-01")
                    .POST(BodyPublishers.ofString(LONG.formatted("\"max_tokens\":200000,")))
                    .build());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(lastEvent(answer)).startsWith("event: error").contains("The token package ended");
            assertThat(answer.body()).doesNotContain("message_stop");
            assertThat(fixture.record().tokens().used()).isLessThanOrEqualTo(PACKAGE + STATED);
        }
    }

    @Test
    void finishLetsItComeToItsEnd() throws Exception {
        try (ProxyFixture fixture = start("finish")) {
            HttpResponse<String> answer = fixture.chat(fixture.knownKey("small"), LONG.formatted(""));

            assertThat(answer.body()).contains("[DONE]").doesNotContain("insufficient_quota");
            assertThat(fixture.record().problem()).isEmpty();
        }
    }

    @Test
    void anOverdraftLetsItGoOnForSoMuch() throws Exception {
        try (ProxyFixture fixture = start("overdraft 30k")) {
            HttpResponse<String> answer = fixture.chat(fixture.knownKey("small"), LONG.formatted(""));

            assertThat(lastEvent(answer)).contains("insufficient_quota");
            assertThat(fixture.record().tokens().used()).isBetween(PACKAGE - 4_096 + 30_000,
                    PACKAGE + 30_000 + STATED);
        }
    }

    @Test
    void aHugeLimitOfTokensIsNoReasonToRefuseWhatFits() throws Exception {
        try (ProxyFixture fixture = start("cut")) {
            String body = """
                    {"model":"scripted-1","max_tokens":64000,"messages":[{"role":"user","content":"Name a river."}]}""";

            HttpResponse<String> answer = fixture.chat(fixture.knownKey("small"), body);

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(fixture.record().tokens().reserved()).isBetween(4_096L, PACKAGE);
        }
    }

    private ProxyFixture start(String atEnd) throws Exception {
        return new ProxyFixture(directory, null,
                ProxyFixture.CONFIGURATION.replace("[openai]", "[openai, anthropic]")
                        .replace("small: { quotas: { day: 100 } }",
                                "small: { package: { tokens: " + PACKAGE + ", at-end: " + atEnd + " } }"));
    }

    private static String lastEvent(HttpResponse<String> answer) {
        String[] events = answer.body().strip().split("\n\n");
        return events[events.length - 1];
    }
}
