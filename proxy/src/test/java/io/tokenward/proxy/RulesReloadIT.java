package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.audit.ExchangeRecord;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import javax.net.ssl.SSLSocket;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while exchanges run. */
class RulesReloadIT {
    private static final String CONFIGURATION = ProxyFixture.CONFIGURATION
            .replace("packs: [builtin]", "packs: [acme]")
            .replace("default: { deadline: 2s }", "default: { deadline: 2s, compare-with: lax }\n"
                    + "  lax: { actions: { injection: flag } }")
            .replace("body-timeout: 2s", "body-timeout: 60s");

    @TempDir
    Path directory;
    private Path rule;
    private ProxyFixture fixture;
    private String key;

    @BeforeEach
    void start() throws Exception {
        rule = Files.createDirectories(directory.resolve("acme")).resolve("rules.yaml");
        Files.writeString(rule, LiveRulesTest.rule("vault"));
        fixture = new ProxyFixture(directory, null, CONFIGURATION);
        key = fixture.knownKey("free");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static String body(String text) {
        return "{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private int status(String text) throws Exception {
        return fixture.chat(key, body(text)).statusCode();
    }

    @Test
    void anExchangeEndsWithTheRulesThatItBeganWith() throws Exception {
        assertThat(status("Open the vault.")).isEqualTo(400);
        String before = fixture.record().engine();
        byte[] body = body("Open the vault.").getBytes(StandardCharsets.UTF_8);
        try (SSLSocket socket = fixture.socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, 20);
            out.flush();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> fixture.proxy.running() == 1);

            Files.writeString(rule, LiveRulesTest.rule("garden"));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> status("Open the garden.") == 400);
            assertThat(status("Open the vault.")).isEqualTo(200);
            fixture.records.clear();
            out.write(body, 20, body.length - 20);
            out.flush();

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 400");
            ExchangeRecord record = fixture.record();
            assertThat(record.engine()).isEqualTo(before);
            assertThat(record.rules()).containsExactly("acme-110");
        }
    }

    @Test
    void anotherPolicyIsComparedWithoutEffect() throws Exception {
        assertThat(status("Open the vault.")).isEqualTo(400);
        assertThat(fixture.record().comparison()).contains(new ExchangeRecord.Comparison("lax", "flag"));
        assertThat(status("Name three rivers.")).isEqualTo(200);
        assertThat(fixture.record().comparison()).contains(new ExchangeRecord.Comparison("lax", "allow"));

        fixture.chat("tw_nobody", body("x"));
        assertThat(fixture.record().comparison()).isEqualTo(Optional.empty());
    }

    @Test
    void aRuleInShadowIsRecordedAndDecidesNothing() throws Exception {
        Files.writeString(rule, LiveRulesTest.rule("vault") + "mode: shadow\n");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> status("Open the vault.") == 200);
        fixture.records.clear();
        assertThat(status("Open the vault.")).isEqualTo(200);

        ExchangeRecord record = fixture.record();
        assertThat(record.decision()).isEqualTo("flag");
        assertThat(record.score()).isZero();
        assertThat(record.findings()).singleElement()
                .satisfies(place -> assertThat(place.shadow()).isTrue());
    }
}
