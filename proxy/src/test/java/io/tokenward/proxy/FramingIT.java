package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/1.1 requests that two servers could read differently: refused, the connection closed, nothing forwarded. */
class FramingIT {
    private static final String BODY = "{\"model\":\"scripted-1\",\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]}";
    private static final int LENGTH = BODY.length();
    private static final String CHUNKED = Integer.toHexString(LENGTH) + "\r\n" + BODY + "\r\n0\r\n\r\n";
    private static ProxyFixture fixture;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new ProxyFixture(directory);
        key = fixture.knownKey("free");
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "codings", "heads", "targets", "chunks"})
    void isRefusedAndTheConnectionClosed(String name, String status, String request) throws Exception {
        long before = fixture.model.bytesReceived();

        String answer = exchange(request);

        assertThat(answer).as(name).startsWith("HTTP/1.1 " + status).contains("\"error\"", "connection: close");
        assertThat(occurrences(answer, "HTTP/1.1 ")).as("answers").isEqualTo(1);
        assertThat(fixture.model.bytesReceived()).as("bytes upstream").isEqualTo(before);
    }

    static Stream<Arguments> lengths() {
        String good = "Content-Length: " + LENGTH + "\r\n";
        return Stream.of(refused("CL.TE", "400", good + "Transfer-Encoding: chunked\r\n", CHUNKED),
                refused("TE.CL", "400", "Transfer-Encoding: chunked\r\n" + good, CHUNKED),
                refused("CL twice, same", "400", good + good, BODY),
                refused("CL twice, different", "400", good + "Content-Length: 5\r\n", BODY),
                refused("CL with plus", "400", "Content-Length: +" + LENGTH + "\r\n", BODY),
                refused("CL negative", "400", "Content-Length: -1\r\n", BODY),
                refused("CL list", "400", "Content-Length: " + LENGTH + "," + LENGTH + "\r\n", BODY),
                refused("CL list of different ones", "400", "Content-Length: " + LENGTH + ",5\r\n", BODY),
                refused("CL in hex", "400", "Content-Length: 0x5\r\n", BODY),
                refused("CL with a blank inside", "400", "Content-Length: 5 5\r\n", BODY),
                refused("CL of twenty digits", "400", "Content-Length: 12345678901234567890\r\n", BODY),
                refused("CL empty", "400", "Content-Length:\r\n", BODY),
                refused("CL in other digits", "400", "Content-Length: \u0661\r\n", BODY));
    }

    static Stream<Arguments> codings() {
        return Stream
                .of("xchunked", "chunked, identity", "identity, chunked", "identity", "chunked, chunked",
                        "gzip, chunked", "chunked\u000b", "\"chunked\"", "chunked;q=1",
                        "", ",chunked", "\u000bchunked")
                .map(coding -> refused("TE " + coding.replace('\u000b', '?'), "400",
                        "Transfer-Encoding: " + coding + "\r\n", CHUNKED));
    }

    static Stream<Arguments> heads() {
        String good = "Content-Length: " + LENGTH + "\r\n";
        return Stream.of(refused("TE folded", "400", "Transfer-Encoding:\r\n chunked\r\n", CHUNKED),
                refused("TE in two lines", "400", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                        CHUNKED),
                refused("blank before the colon", "400", "Transfer-Encoding : chunked\r\n", CHUNKED),
                refused("tab before the colon", "400", "Transfer-Encoding\t: chunked\r\n", CHUNKED),
                refused("folded field", "400", "X-A: b\r\n c\r\n" + good, BODY),
                refused("field without colon", "400", "X-A\r\n" + good, BODY),
                refused("empty field name", "400", ": b\r\n" + good, BODY),
                refused("NUL in a value", "400", "X-A: b\u0000c\r\n" + good, BODY),
                refused("control character in a value", "400", "X-A: b\u0001c\r\n" + good, BODY),
                refused("bare CR in a value", "400", "X-A: b\rc\r\n" + good, BODY),
                refused("NUL in a name", "400", "X\u0000A: b\r\n" + good, BODY),
                refused("bare LF line ends", "400", "X-A: b\nX-B: c\r\n" + good, BODY),
                refused("two Hosts", "400", "Host: localhost\r\n" + good, BODY),
                refused("Upgrade to h2c", "400", "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n" + good, BODY),
                refused("Upgrade to websocket", "400", "Upgrade: websocket\r\nConnection: Upgrade\r\n" + good, BODY),
                refused("another Expect", "417", "Expect: 200-ok\r\n" + good, BODY),
                refused("two credentials", "400", "x-api-key: tw_another\r\n" + good, BODY),
                refused("head too large", "431", "X-A: " + "a".repeat(33 << 10) + "\r\n" + good, BODY));
    }

    static Stream<Arguments> targets() {
        return Stream.of(start("HTTP/0.9", "400", "POST /v1/chat/completions"),
                start("HTTP/1.2", "400", "POST /v1/chat/completions HTTP/1.2"),
                start("HTTP/2.0 in a request line", "400", "POST /v1/chat/completions HTTP/2.0"),
                start("junk after the version", "400", "POST /v1/chat/completions HTTP/1.1junk"),
                start("two blanks", "400", "POST  /v1/chat/completions HTTP/1.1"),
                start("tab", "400", "POST\t/v1/chat/completions HTTP/1.1"),
                start("blank in the target", "400", "POST /v1/chat /completions HTTP/1.1"),
                start("lower-case method", "4", "post /v1/chat/completions HTTP/1.1"),
                start("method junk", "4", "P@ST /v1/chat/completions HTTP/1.1"),
                start("method with bracket", "400", "PO(ST /v1/chat/completions HTTP/1.1"),
                start("CONNECT", "405", "CONNECT localhost:443 HTTP/1.1"),
                start("TRACE", "405", "TRACE /v1/chat/completions HTTP/1.1"),
                start("TRACK", "405", "TRACK /v1/chat/completions HTTP/1.1"),
                start("OPTIONS *", "400", "OPTIONS * HTTP/1.1"),
                start("absolute form, other authority", "400", "POST https://other/v1/chat/completions HTTP/1.1"),
                start("absolute form, other port", "400", "POST https://localhost:8443/v1/chat/completions HTTP/1.1"),
                start("absolute form, dot at the end", "400", "POST https://localhost./v1/chat/completions HTTP/1.1"),
                start("absolute form, plain", "400", "POST http://localhost/v1/chat/completions HTTP/1.1"),
                start("absolute form, no path", "400", "POST https://localhost HTTP/1.1"),
                start("absolute form, no host", "400", "POST https:///v1/chat/completions HTTP/1.1"),
                start("absolute form, userinfo", "400", "POST https://localhost@other/v1/chat/completions HTTP/1.1"),
                start("NUL in the target", "400", "POST /v1/chat/completions\u0000 HTTP/1.1"),
                start("request line too long", "431", "POST /v1/chat/completions?" + "a".repeat(9000) + " HTTP/1.1"),
                host("empty Host", ""), host("Host with userinfo", "user@localhost"),
                host("Host with a blank", "local host"), host("Host with a port of letters", "localhost:abc"),
                host("Host with comma", "localhost,other"), host("Host with underscore", "local_host"),
                host("Host with NUL", "local\u0000host"),
                host("Host with a trailing dot", "localhost."), host("Host with half an address", "127.1"),
                host("Host in hexadecimal", "0x7f.1"), host("Host with path", "localhost/x"),
                host("Host with two ports", "localhost:1:2"),
                host("Host with a port too large", "localhost:99999"),
                Arguments.of("no Host", "400",
                        "POST /v1/chat/completions HTTP/1.1\r\n" + fields("Content-Length: " + LENGTH + "\r\n") + "\r\n"
                                + BODY),
                Arguments.of("leading blank line with a space", "400",
                        " \r\nPOST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n\r\n"),
                Arguments.of("HTTP/1.0 with TE and CL", "400",
                        "POST /v1/chat/completions HTTP/1.0\r\nHost: localhost\r\n"
                                + fields("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n") + "\r\n" + CHUNKED),
                Arguments.of("HTTP/1.0 with TE", "400",
                        "POST /v1/chat/completions HTTP/1.0\r\nHost: localhost\r\n"
                                + fields("Transfer-Encoding: chunked\r\n") + "\r\n" + CHUNKED));
    }

    static Stream<Arguments> chunks() {
        String hex = Integer.toHexString(LENGTH);
        return Stream.of(chunk("0x", "0x" + hex + "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("plus", "+" + hex + "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("underscore", "_" + hex + "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("minus", "-" + hex + "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("seventeen digits", "0000000000000000f" + "0000000000000000" + "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("leading zeros flood", "0".repeat(20_000) + hex + "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("blank before", " " + hex + "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("empty", "\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("no CRLF after the data", hex + "\r\n" + BODY + "0\r\n\r\n"),
                chunk("LF after the size", hex + "\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("extension with LF", hex + ";a=\nb\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("extension with a line end in quotes", hex + ";a=\"\r\n\"\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("extension with CR", hex + ";a=\rb\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("larger than a long", "fffffffffffffffff\r\n" + BODY + "\r\n0\r\n\r\n"),
                chunk("letters", "zz\r\n" + BODY + "\r\n0\r\n\r\n"));
    }

    @Test
    void aGetWithABodyIsReadToItsEndBeforeTheNextRequest() throws Exception {
        String smuggled = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-Smuggled: 1\r\n\r\n";
        String answer = exchange("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n"
                + fields("Content-Length: " + smuggled.length() + "\r\n") + "\r\n" + smuggled
                + "GET /v1/unknown HTTP/1.1\r\nHost: localhost\r\n" + fields("Connection: close\r\n") + "\r\n");

        assertThat(occurrences(answer, "HTTP/1.1 ")).isLessThanOrEqualTo(2);
        assertThat(answer).doesNotContain("invalid_api_key");
    }

    @Test
    void trailersAreDroppedAndTheBodyPasses() throws Exception {
        String answer = exchange("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                + fields("Transfer-Encoding: chunked\r\nConnection: close\r\n") + "\r\n"
                + Integer.toHexString(LENGTH) + "\r\n" + BODY
                + "\r\n0\r\nAuthorization: Bearer other\r\nContent-Length: 3\r\nX-Trailer: 1\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(fixture.model.lastAuthorizations()).last().isEqualTo("Bearer upstream-credential");
    }

    @Test
    void everyPipelinedRequestIsAuthenticatedAnew() throws Exception {
        String answer = exchange("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n" + fields("") + "\r\n"
                + "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200").contains("HTTP/1.1 401");
    }

    @Test
    void theAbsoluteFormOfTheHostThatIsAskedMeansItsPath() throws Exception {
        String answer = exchange("POST https://LOCALHOST:443/v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                + fields("Content-Length: " + LENGTH + "\r\nConnection: close\r\n") + "\r\n" + BODY);

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    @Test
    void chunkExtensionsAreIgnored() throws Exception {
        String answer = exchange("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n"
                + fields("Transfer-Encoding: CHUNKED\r\nConnection: close\r\n") + "\r\n"
                + Integer.toHexString(LENGTH) + ";a=b\r\n" + BODY + "\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
    }

    private static Arguments refused(String name, String status, String fields, String body) {
        return Arguments.of(name, status,
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n" + fields(fields) + "\r\n" + body);
    }

    private static Arguments start(String name, String status, String line) {
        return Arguments.of(name, status,
                line + "\r\nHost: localhost\r\n" + fields("Content-Length: " + LENGTH + "\r\n") + "\r\n" + BODY);
    }

    private static Arguments host(String name, String host) {
        return Arguments.of(name, "400",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: " + host + "\r\n"
                        + fields("Content-Length: " + LENGTH + "\r\n") + "\r\n" + BODY);
    }

    private static Arguments chunk(String name, String body) {
        return refused("chunk size: " + name, "4", "Transfer-Encoding: chunked\r\n", body);
    }

    private static String fields(String more) {
        return "Authorization: Bearer KEY\r\nContent-Type: application/json\r\n" + more;
    }

    private static int occurrences(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / part.length();
    }

    /** Sends and reads until the proxy closes. */
    private static String exchange(String request) throws IOException {
        try (SSLSocket socket = fixture.socket()) {
            socket.getOutputStream()
                    .write(request.replace("Bearer KEY", "Bearer " + key).getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        var answer = new java.io.ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer))
                answer.write(buffer, 0, n);
        } catch (SocketException reset) {
            // What came before the reset counts.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }
}
