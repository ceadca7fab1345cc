package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which fields of a request reach the upstream. */
class ForwardingIT {
    private static final String BODY = "{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]}";
    private static RecordingUpstream upstream;
    private static ProxyFixture fixture;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        upstream = new RecordingUpstream();
        fixture = new ProxyFixture(directory, upstream.url());
        key = fixture.knownKey("free");
    }

    @AfterAll
    static void stop() {
        fixture.close();
        upstream.close();
    }

    @Test
    void connectionTakesOnlyFieldsAwayThatNobodyNeeds() throws Exception {
        assertThat(post(
                "X-Private: 1\r\nOpenAI-Organization: org\r\nConnection: close, authorization, content-type, content-length, host, x-private\r\n"))
                .startsWith("HTTP/1.1 200");

        assertThat(upstream.headers()).containsEntry("content-type", "application/json")
                .containsEntry("content-length", "" + BODY.length())
                .containsEntry("authorization", "Bearer upstream-credential")
                .containsEntry("openai-organization", "org")
                .doesNotContainKey("x-private");
    }

    @Test
    void theUpstreamSeesNoClaimsAboutTheWayOfTheRequest() throws Exception {
        assertThat(
                post("Connection: close\r\nX-Forwarded-For: 1.2.3.4\r\nForwarded: for=1.2.3.4\r\nX-Real-IP: 1.2.3.4\r\n"
                        + "X-Original-URL: /admin\r\nX-Rewrite-URL: /admin\r\nX-HTTP-Method-Override: DELETE\r\nTE: trailers\r\n"
                        + "Proxy-Authorization: Basic x\r\nKeep-Alive: 5\r\nX-Stainless-Lang: js\r\n"))
                .startsWith("HTTP/1.1 200");

        assertThat(upstream.headers()).containsEntry("x-stainless-lang", "js")
                .doesNotContainKeys("x-forwarded-for", "forwarded", "x-real-ip", "x-original-url", "x-rewrite-url",
                        "x-http-method-override", "te", "proxy-authorization", "keep-alive");
    }

    @Test
    void theBodyAndTheTargetArriveByteByByte() throws Exception {
        assertThat(post("Connection: close\r\n")).startsWith("HTTP/1.1 200");

        assertThat(new String(upstream.body(), StandardCharsets.UTF_8)).isEqualTo(BODY);
        assertThat(upstream.target()).isEqualTo("POST /v1/chat/completions?beta=true&x=%20");
    }

    private static String post(String fields) throws IOException {
        try (SSLSocket socket = fixture.socket()) {
            String request = "POST /v1/chat/completions?beta=true&x=%20 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n" + fields
                    + "\r\n" + BODY;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
