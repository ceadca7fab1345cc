package io.tokenward.proxy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose address counts, by what limits of addresses let through: two requests a minute from each. */
class ClientAddressIT {
    private static final String LIMITED = ProxyFixture.CONFIGURATION.replace("  free: {}\n",
            "  free: { address-rates: { requests: 2/min } }\n");
    /** Signature and version 2, PROXY, TCP over IPv4, 12 bytes: from 203.0.113.9:1000 to 127.0.0.1:443. */
    private static final String V2 = "0d0a0d0a000d0a515549540a" + "21" + "11" + "000c" + "cb007109" + "7f000001"
            + "03e8"
            + "01bb";
    /** The same by the balancer itself, as it asks whether we live. */
    private static final String V2_LOCAL = "0d0a0d0a000d0a515549540a" + "20" + "00" + "0000";

    @TempDir
    private Path directory;
    private @Nullable ProxyFixture fixture;
    private String key = "";

    private void start(String listener) throws Exception {
        ProxyFixture started = new ProxyFixture(directory, null, LIMITED.replace("tls: { identities: development }",
                "tls: { identities: development }\n    " + listener));
        key = started.early;
        fixture = started;
    }

    private ProxyFixture fixture() {
        return requireNonNull(fixture);
    }

    @AfterEach
    void stop() {
        if (fixture != null) fixture.close();
    }

    private static byte[] v1(String source) {
        return ("PROXY TCP4 " + source + " 127.0.0.1 1000 443\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** The status of one request on a new connection that begins with those bytes; -1 where it is closed. */
    private int status(byte[] head, String fields) throws IOException {
        try (var plain = new Socket(InetAddress.getLoopbackAddress(), fixture().proxy.port())) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write(head);
            SSLSocket socket = fixture().over(plain);
            OutputStream out = socket.getOutputStream();
            out.write(("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer " + key
                    + "\r\n" + fields + "\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.isEmpty() ? -1 : Integer.parseInt(answer.substring(9, 12));
        } catch (SocketTimeoutException silent) {
            throw new AssertionError("still open", silent);
        } catch (IOException closed) {
            return -1;
        }
    }

    @Test
    void theAddressInAProxyHeadIsTheOneThatIsLimited() throws Exception {
        start("proxy-protocol: { from: [127.0.0.0/8] }");

        for (int i = 0; i < 2; i++)
            assertThat(status(v1("203.0.113.9"), "")).isEqualTo(200);
        assertThat(status(v1("203.0.113.9"), "")).isEqualTo(429);
        assertThat(status(HexFormat.of().parseHex(V2), "")).as("the same client by version 2").isEqualTo(429);
        assertThat(status(v1("203.0.113.10"), "")).as("another client").isEqualTo(200);
    }

    @Test
    void aBalancerThatSpeaksForItselfHasItsOwnAddress() throws Exception {
        start("proxy-protocol: { from: [127.0.0.0/8] }");

        assertThat(status(HexFormat.of().parseHex(V2_LOCAL), "")).isEqualTo(200);
        assertThat(status("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII), "")).isEqualTo(200);
        assertThat(status(HexFormat.of().parseHex(V2_LOCAL), "")).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 203.0.113.9 127.0.0.1 1000\r\n",
            "PROXY TCP4 203.0.113.999 127.0.0.1 1000 443\r\n", "PROXY TCP6 203.0.113.9 127.0.0.1 1000 443\r\n",
            "proxy TCP4 203.0.113.9 127.0.0.1 1000 443\r\n", "PROXY TCP4 203.0.113.9 127.0.0.1 1000 443\n",
            "PROXY TCP4 203.0.113.9 127.0.0.1 1000 443\r\nPROXY TCP4 203.0.113.9 127.0.0.1 1000 443\r\n"})
    void aConnectionWithoutOneWellFormedHeadIsClosed(String head) throws Exception {
        start("proxy-protocol: { from: [127.0.0.0/8] }");

        assertThat(status(head.getBytes(StandardCharsets.US_ASCII), "")).isEqualTo(-1);
    }

    @Test
    void aHeadThatDoesNotComeToItsEndIsNotWaitedForForever() throws Exception {
        start("proxy-protocol: { from: [127.0.0.0/8] }");

        try (var plain = new Socket(InetAddress.getLoopbackAddress(), fixture().proxy.port())) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write("PROXY TCP4 203".getBytes(StandardCharsets.US_ASCII));

            assertThat(plain.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void headsOfOthersThanTheBalancerAreNotTaken() throws Exception {
        start("proxy-protocol: { from: [10.0.0.0/8] }");

        assertThat(status(v1("203.0.113.9"), "")).isEqualTo(-1);
        assertThat(status(new byte[0], "")).isEqualTo(-1);
    }

    @Test
    void withoutTheSettingAHeadIsGarbage() throws Exception {
        start("");

        assertThat(status(v1("203.0.113.9"), "")).isEqualTo(-1);
    }

    @Test
    void aTrustedHopNamesItsClients() throws Exception {
        start("forwarded: { field: x-forwarded-for, from: [127.0.0.0/8] }");

        for (int i = 0; i < 2; i++)
            assertThat(status(new byte[0], "X-Forwarded-For: 198.51.100." + i + ", 203.0.113.9\r\n")).isEqualTo(200);
        assertThat(status(new byte[0], "X-Forwarded-For: 203.0.113.9\r\n")).isEqualTo(429);
        assertThat(status(new byte[0], "X-Forwarded-For: 203.0.113.10\r\n")).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void everyProtocolIsReadAlike(HttpClient.Version version) throws Exception {
        start("forwarded: { field: forwarded, from: [127.0.0.0/8] }");
        for (int i = 0; i < 2; i++)
            assertThat(asked(version, "for=203.0.113.9;proto=https")).isEqualTo(200);
        assertThat(asked(version, "for=198.51.100.1, for=203.0.113.9")).isEqualTo(429);
    }

    private int asked(HttpClient.Version version, String forwarded) throws Exception {
        HttpRequest request = fixture().request("/v1/models", key)
                .version(version)
                .header("Forwarded", forwarded)
                .GET()
                .build();
        return fixture().send(request).statusCode();
    }

    @Test
    void aFieldThatAnybodyCanWriteChangesNothing() throws Exception {
        start("forwarded: { field: x-forwarded-for, from: [10.0.0.0/8] }");

        for (int i = 0; i < 2; i++)
            assertThat(status(new byte[0], "X-Forwarded-For: 203.0.113." + i + "\r\n")).isEqualTo(200);
        assertThat(status(new byte[0], "X-Forwarded-For: 203.0.113.77\r\n")).isEqualTo(429);
    }

    @Test
    void theHopBehindABalancerIsJudgedByItsOwnAddress() throws Exception {
        start("proxy-protocol: { from: [127.0.0.0/8] }\n    forwarded: { field: x-forwarded-for, from: [10.0.0.0/8] }");
        String named = "X-Forwarded-For: 203.0.113.9\r\n";

        assertThat(status(v1("10.1.1.1"), named)).as("by a hop").isEqualTo(200);
        assertThat(status(v1("203.0.113.9"), "")).as("the same without hop").isEqualTo(200);
        assertThat(status(v1("10.1.1.2"), named)).as("by another hop").isEqualTo(429);
        assertThat(status(v1("198.51.100.1"), named)).as("by somebody else").isEqualTo(200);
    }
}
