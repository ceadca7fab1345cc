package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tokenward.certs.Identity;
import io.tokenward.certs.PemFiles;
import io.tokenward.proxy.listener.TlsStatus;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that the proxy orders for itself. */
class AcmeIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private TlsFixture tls;
    private AcmeServer authority;

    @BeforeEach
    void open() throws Exception {
        tls = new TlsFixture(directory);
        authority = new AcmeServer(tls.authority);
    }

    @AfterEach
    void close() {
        authority.close();
    }

    private ProxyFixture proxy(String more) throws Exception {
        String configuration = TlsFixture.configuration("identities: [{ acme: [localhost, other.test] }]") + """
                acme:
                  directory: "%s"
                  terms: agreed
                  contact: ops@example.com
                  storage: acme
                  trust: file:authority/ca.pem
                """.formatted(authority.url("/directory")) + more;
        return new ProxyFixture(directory, null, configuration);
    }

    private Path certificateFile() {
        return directory.resolve("acme").resolve("localhost.pem");
    }

    private X509Certificate issued(ProxyFixture fixture) {
        await().atMost(SOON).until(() -> Files.exists(certificateFile()));
        assertThat(fixture.proxy.reloadCertificates()).isEmpty();
        try {
            return tls.shown(fixture.proxy.port(), "localhost");
        } catch (Exception refused) {
            throw new AssertionError(refused);
        }
    }

    private static String problem(ProxyFixture fixture) {
        return fixture.proxy.certificates()
                .values()
                .stream()
                .flatMap(status -> status.problem().stream())
                .findFirst()
                .orElse("");
    }

    @Test
    void aCertificateIsOrderedAndItsNamesAreShownInHandshakes() throws Exception {
        try (var fixture = proxy("")) {
            authority.tlsPort.complete(fixture.proxy.port());

            X509Certificate own = issued(fixture);

            assertThat(own.getSubjectX500Principal().getName()).isEqualTo("CN=issued by ACME");
            assertThat(tls.shown(fixture.proxy.port(), "other.test")).isEqualTo(own);
            assertThat(TlsFixture.status(tls.http(null), TlsFixture.chat(fixture.proxy.port(), fixture.early)))
                    .isEqualTo(200);
            assertThat(problem(fixture)).isEmpty();
            assertThat(authority.ordered).hasValue(1);
            try (var files = Files.list(directory.resolve("acme"))) {
                for (Path file : files.toList())
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as(file.toString())
                            .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void namesAreShownOverPlainHttpToTheAuthorityAndNothingElseIs() throws Exception {
        int port = freePort();
        try (var fixture = proxy("  http: 127.0.0.1:" + port + "\n")) {
            authority.httpPort.complete(port);

            assertThat(issued(fixture).getSubjectX500Principal().getName()).isEqualTo("CN=issued by ACME");

            assertThat(authority.tokens).hasSize(2)
                    .allSatisfy(over -> assertThat(
                            plain(port, "GET /.well-known/acme-challenge/" + over + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                            .startsWith("HTTP/1.1 404 "));
            assertThat(plain(port, "GET /.well-known/acme-challenge/unknown HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(plain(port, "POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"))
                    .startsWith("HTTP/1.1 404 ");
            assertThat(plain(port, "GET  / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void requestsWithAStaleNonceAreSentAgain() throws Exception {
        authority.badNonces.set(4);
        try (var fixture = proxy("")) {
            authority.tlsPort.complete(fixture.proxy.port());

            assertThat(issued(fixture).getSubjectX500Principal().getName()).isEqualTo("CN=issued by ACME");
            assertThat(authority.badNonces).hasValue(0);
        }
    }

    @Test
    void anAccountIsBoundToTheOneThatIsThereAlready() throws Exception {
        authority.bindingKey = "32 octets that both sides know...".getBytes(StandardCharsets.US_ASCII);
        Files.writeString(directory.resolve("binding"),
                Base64.getUrlEncoder().withoutPadding().encodeToString(authority.bindingKey));
        try (var fixture = proxy("  binding: { key-id: customer-7, key: file:binding }\n")) {
            authority.tlsPort.complete(fixture.proxy.port());

            assertThat(issued(fixture).getSubjectX500Principal().getName()).isEqualTo("CN=issued by ACME");
        }
    }

    @Test
    void whereTheNameIsNotFoundThereIsNoSecondOrderAtOnceAndAStandInServes() throws Exception {
        authority.tlsPort.complete(freePort());
        try (var fixture = proxy("")) {
            await().atMost(SOON).until(() -> problem(fixture).contains("the last order failed"));

            assertThat(problem(fixture)).contains("localhost waits for its first certificate", "not found",
                    "tried again after");
            assertThat(subject(fixture)).isEqualTo("CN=waiting for a certificate");
            assertThat(authority.ordered).hasValue(1);
        }
        // Nor where the proxy is started again.
        try (var fixture = proxy("")) {
            assertThat(problem(fixture)).contains("the last order failed");
            assertThat(authority.ordered).hasValue(1);
        }
    }

    @Test
    void anAuthorityThatNamesATimeIsNotAskedBefore() throws Exception {
        authority.limited = true;
        try (var fixture = proxy("")) {
            await().atMost(SOON).until(() -> problem(fixture).contains("limit is reached"));

            List<String> state = Files.readAllLines(directory.resolve("acme").resolve("localhost.renewal"));
            assertThat(Instant.parse(state.get(1))).isAfter(Instant.now().plus(Duration.ofHours(23)));
        }
    }

    @Test
    void anOldCertificateServesWhileTheAuthorityIsDown() throws Exception {
        X509Certificate old = keep(Duration.ofDays(80), Duration.ofDays(10));
        authority.close();
        try (var fixture = proxy("")) {
            assertThat(tls.shown(fixture.proxy.port(), "localhost")).isEqualTo(old);
            await().atMost(SOON).until(() -> problem(fixture).contains("the last order failed"));
            assertThat(fixture.proxy.certificates().values()).extracting(TlsStatus::certificates)
                    .singleElement()
                    .satisfies(lives -> assertThat(lives.getFirst().daysLeft(Instant.now())).isEqualTo(9));
            assertThat(tls.shown(fixture.proxy.port(), "localhost")).isEqualTo(old);
        }
    }

    @Test
    void aRenewalCutsNoConnection() throws Exception {
        X509Certificate old = keep(Duration.ofDays(80), Duration.ofDays(10));
        authority.open = new CountDownLatch(1);
        try (var fixture = proxy(""); SSLSocket connection = connected(fixture)) {
            authority.tlsPort.complete(fixture.proxy.port());
            assertThat(connection.getSession().getPeerCertificates()[0]).isEqualTo(old);
            assertThat(models(connection, fixture.early)).startsWith("HTTP/1.1 200 ");
            FileVersion before = FileVersion.of(certificateFile());

            authority.open.countDown();
            await().atMost(SOON).until(() -> !FileVersion.of(certificateFile()).equals(before));
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();

            assertThat(tls.shown(fixture.proxy.port(), "localhost").getSubjectX500Principal().getName())
                    .isEqualTo("CN=issued by ACME");
            assertThat(models(connection, fixture.early)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void anOrderThatEndsWithTheProxyIsNotCountedAsAFailure() throws Exception {
        keep(Duration.ofDays(80), Duration.ofDays(10));
        authority.open = new CountDownLatch(1);
        Path state = directory.resolve("acme").resolve("localhost.renewal");
        try (var fixture = proxy("")) {
            await().atMost(SOON).until(() -> authority.ordered.get() == 1);
            assertThat(Files.readAllLines(state)).first().isEqualTo("1");
            authority.tlsPort.complete(fixture.proxy.port());
        }
        assertThat(Files.readAllLines(state)).first().isEqualTo("0");
    }

    @Test
    void aCertificateWithLifeLeftIsNotRenewed() throws Exception {
        X509Certificate fresh = keep(Duration.ofDays(30), Duration.ofDays(60));
        try (var fixture = proxy("")) {
            assertThat(tls.shown(fixture.proxy.port(), "localhost")).isEqualTo(fresh);
            assertThat(problem(fixture)).isEmpty();
            assertThat(authority.ordered).hasValue(0);
        }
    }

    @Test
    void anAuthorityMayWantACertificateOrderedAnewBeforeItsTime() throws Exception {
        X509Certificate fresh = keep(Duration.ofDays(30), Duration.ofDays(60));
        authority.window = List.of(Instant.now().minusSeconds(7200), Instant.now().minusSeconds(3600));
        try (var fixture = proxy("")) {
            authority.tlsPort.complete(fixture.proxy.port());

            await().atMost(SOON).until(() -> authority.ordered.get() == 1);
            await().atMost(SOON).untilAsserted(() -> {
                assertThat(fixture.proxy.reloadCertificates()).isEmpty();
                assertThat(tls.shown(fixture.proxy.port(), "localhost")).isNotEqualTo(fresh);
            });
            assertThat(authority.replaced).singleElement().asString().endsWith("." + AcmeServer.KEPT_SERIAL);
        }
    }

    @Test
    void anAuthorityThatDoesNotKnowTheCertificateChangesNothing() throws Exception {
        keep(Duration.ofDays(80), Duration.ofDays(10));
        authority.window = List.of(Instant.now(), Instant.now().plusSeconds(60));
        authority.known = false;
        try (var fixture = proxy("")) {
            authority.tlsPort.complete(fixture.proxy.port());

            await().atMost(SOON).until(() -> authority.ordered.get() == 1);
            assertThat(authority.replaced).isEmpty();
        }
    }

    @Test
    void anAuthorityThatSendsUsElsewhereIsNotFollowed() throws Exception {
        try (var elsewhere = new ServerSocket(0)) {
            elsewhere.setSoTimeout(1);
            authority.elsewhere = "https://localhost:" + elsewhere.getLocalPort() + "/order";
            try (var fixture = proxy("")) {
                await().atMost(SOON).until(() -> problem(fixture).contains("the last order failed"));

                assertThat(problem(fixture)).contains("localhost:" + elsewhere.getLocalPort(),
                        "which is not where its directory is");
                assertThat(authority.ordered).hasValue(0);
                assertThatThrownBy(elsewhere::accept).isInstanceOf(SocketTimeoutException.class);
            }
        }
    }

    @Test
    void aKeyOfABindingThatIsMissingIsNotTheAuthoritysFault() throws Exception {
        try (var fixture = proxy("  binding: { key-id: customer-7, key: file:binding }\n")) {
            await().atMost(SOON).until(() -> problem(fixture).contains("the last order failed"));

            assertThat(problem(fixture)).contains("acme.binding.key", directory.resolve("binding").toString(),
                    "does not exist").doesNotContain("no answer of the protocol");
            assertThat(authority.ordered).hasValue(0);
        }
    }

    @Test
    void whatIsShownToAnAuthorityIsTakenBack() throws Exception {
        try (var fixture = proxy("")) {
            authority.tlsPort.complete(fixture.proxy.port());
            issued(fixture);

            try (SSLSocket socket = connected(fixture, "acme-tls/1")) {
                assertThat(socket.getApplicationProtocol()).isEmpty();
                assertThat(((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSubjectX500Principal()
                        .getName()).isEqualTo("CN=issued by ACME");
            }
        }
    }

    @Test
    void howOrdersEndAndWhenTheNextIsMadeIsMeasured() throws Exception {
        int health = freePort();
        authority.tlsPort.complete(freePort());
        try (var fixture = proxy("health: { address: 127.0.0.1:" + health + " }\n")) {
            await().atMost(SOON).until(() -> problem(fixture).contains("the last order failed"));

            await().atMost(SOON).untilAsserted(() -> {
                String page = plain(health, "GET /metrics HTTP/1.0\r\n\r\n");
                assertThat(page).contains("tokenward_acme_orders_total{result=\"issued\"} 0.0",
                        "tokenward_acme_orders_total{result=\"failed\"} 1.0");
                Matcher next = Pattern.compile("tokenward_acme_next_order_seconds\\{name=\"localhost\"} ([0-9.]+)")
                        .matcher(page);
                assertThat(next.find()).as(page).isTrue();
                assertThat(Double.parseDouble(next.group(1))).isBetween(30.0, 150.0);
            });
        }
    }

    @Test
    void withoutAChallengeNobodyIsShownAnythingForItsProtocol() throws Exception {
        keep(Duration.ofDays(30), Duration.ofDays(60));
        try (var fixture = proxy(""); SSLSocket socket = connected(fixture, "acme-tls/1")) {
            assertThat(socket.getApplicationProtocol()).isEmpty();
        }
    }

    private record FileVersion(List<String> lines) {
        static FileVersion of(Path file) throws Exception {
            return new FileVersion(Files.readAllLines(file));
        }
    }

    /** A certificate of the authority that was kept in an earlier life. */
    private X509Certificate keep(Duration age, Duration left) throws Exception {
        Identity kept = new TestIssuer(tls.authority).issue("CN=kept", age, left, List.of("localhost", "other.test"));
        Files.createDirectories(certificateFile().getParent());
        PemFiles.writeTogether(kept, certificateFile());
        return kept.certificate();
    }

    /** What is shown to somebody who believes anybody. */
    private static String subject(ProxyFixture fixture) throws Exception {
        try (var socket = (SSLSocket) AcmeValidation.believing()
                .getSocketFactory()
                .createSocket("localhost", fixture.proxy.port())) {
            socket.startHandshake();
            var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private SSLSocket connected(ProxyFixture fixture) throws Exception {
        return connected(fixture, "http/1.1");
    }

    private SSLSocket connected(ProxyFixture fixture, String protocol) throws Exception {
        var socket = (SSLSocket) tls.context(null)
                .getSocketFactory()
                .createSocket("localhost", fixture.proxy.port());
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{protocol});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(15_000);
        socket.startHandshake();
        return socket;
    }

    /** The status line of an answer that is read to its end. */
    private static String models(SSLSocket connection, String key) throws Exception {
        connection.getOutputStream()
                .write(("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        InputStream in = connection.getInputStream();
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0)
            head.append((char) in.read());
        Matcher length = Pattern.compile("(?i)content-length: ([0-9]+)").matcher(head);
        assertThat(length.find()).as(head.toString()).isTrue();
        in.readNBytes(Integer.parseInt(length.group(1)));
        return head.toString();
    }

    private static String plain(int port, String request) throws Exception {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
