package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that change while the proxy runs. */
class CertificateReloadIT {
    private static final String ONE = "identities: [{ chain: file:a.pem, key: file:a.key }]";
    private static final String REQUIRED = ONE + ", client-auth: required, client-ca: file:clients.pem";

    @TempDir
    Path directory;

    private TlsFixture withClientAuthority() throws Exception {
        var tls = new TlsFixture(directory);
        Files.copy(tls.authority.caFile(), directory.resolve("clients.pem"));
        tls.server("a", "a.test");
        return tls;
    }

    @Test
    void changedFilesAreFoundWithoutBeingAsked() throws Exception {
        var tls = new TlsFixture(directory);
        X509Certificate before = tls.server("a", "a.test");
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(ONE))) {
            assertThat(tls.shown(fixture.proxy.port(), "a.test")).isEqualTo(before);
            X509Certificate after = tls.server("a", "a.test");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(tls.shown(fixture.proxy.port(), "a.test")).isEqualTo(after));
        }
    }

    @Test
    void aConnectionThatIsOpenGoesOnOverASwap() throws Exception {
        var tls = new TlsFixture(directory);
        tls.server("a", "a.test");
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(ONE));
                var socket = fixture.socket()) {
            String request = "GET /v1/models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer none\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo('H');

            tls.server("a", "a.test");
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();

            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(200)).hasSize(200);
        }
    }

    @Test
    void swapsUnderLoadLoseNoExchange() throws Exception {
        TlsFixture tls = withClientAuthority();
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(REQUIRED));
                var threads = Executors.newFixedThreadPool(4)) {
            String key = keyKnownTo(fixture, tls);
            var request = TlsFixture.chat(fixture.proxy.port(), key);
            var identity = tls.client("uri:spiffe://acme/load");
            AtomicBoolean go = new AtomicBoolean(true);
            AtomicInteger answered = new AtomicInteger();
            List<Future<List<Integer>>> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean stays = i % 2 == 0;
                workers.add(threads.submit(() -> {
                    List<Integer> statuses = new ArrayList<>();
                    HttpClient http = tls.http(identity);
                    while (go.get()) {
                        // Half of the clients keep their connection over the swaps, half come anew each time.
                        if (!stays) http = tls.http(identity);
                        statuses.add(TlsFixture.status(http, request));
                        answered.incrementAndGet();
                    }
                    return statuses;
                }));
            }
            for (int swap = 1; swap <= 5; swap++) {
                int atLeast = answered.get() + 8;
                await().atMost(Duration.ofSeconds(30)).until(() -> answered.get() >= atLeast);
                tls.server("a", "a.test");
                assertThat(fixture.proxy.reloadCertificates()).isEmpty();
            }
            go.set(false);

            for (var worker : workers)
                assertThat(worker.get()).isNotEmpty().containsOnly(200);
        }
    }

    @Test
    void aClientWithoutCertificateIsRefusedBeforeAndAfter() throws Exception {
        TlsFixture tls = withClientAuthority();
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(REQUIRED))) {
            String key = keyKnownTo(fixture, tls);
            var request = TlsFixture.chat(fixture.proxy.port(), key);
            assertThatThrownBy(() -> TlsFixture.status(tls.http(null), request)).isInstanceOf(IOException.class);

            X509Certificate after = tls.server("a", "a.test");
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();

            assertThatThrownBy(() -> TlsFixture.status(tls.http(null), request)).isInstanceOf(IOException.class);
            assertThat(TlsFixture.status(tls.http(tls.client("dns:a.test")), request)).isEqualTo(200);
            assertThat(tls.shown(fixture.proxy.port(), "a.test")).isEqualTo(after);
        }
    }

    @Test
    void anUnusableFileChangesNothingAndIsShownInTheStatusUntilItIsMended() throws Exception {
        TlsFixture tls = withClientAuthority();
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(REQUIRED))) {
            int port = fixture.proxy.port();
            X509Certificate before = tls.shown(port, "a.test");
            String chain = Files.readString(directory.resolve("a.pem"));
            tls.server("b", "b.test");
            Files.copy(directory.resolve("b.pem"), directory.resolve("a.pem"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThat(fixture.proxy.reloadCertificates()).singleElement()
                    .asString()
                    .contains("a.key: the key does not belong to the first certificate of");
            assertThat(status(fixture).problem()).isPresent();
            assertThat(tls.shown(port, "a.test")).isEqualTo(before);
            assertThatThrownBy(
                    () -> TlsFixture.status(tls.http(null), TlsFixture.chat(port, "none")))
                    .isInstanceOf(IOException.class);

            Files.writeString(directory.resolve("a.pem"), chain);
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();
            assertThat(status(fixture).problem()).isEmpty();
        }
    }

    @Test
    void anUnusableFileHoldsBackNoOtherCertificate() throws Exception {
        TlsFixture tls = withClientAuthority();
        tls.server("b", "b.test");
        String two = "identities: [{ chain: file:a.pem, key: file:a.key }, { chain: file:b.pem, key: file:b.key }],"
                + " client-auth: required, client-ca: file:clients.pem";
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(two))) {
            int port = fixture.proxy.port();
            X509Certificate before = tls.shown(port, "a.test");
            Files.writeString(directory.resolve("a.pem"), "overwritten by mistake");
            X509Certificate after = tls.server("b", "b.test");
            var request = TlsFixture.chat(port, "none");
            var other = new TlsFixture(Files.createDirectory(directory.resolve("other")));
            Files.copy(other.authority.caFile(), directory.resolve("clients.pem"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThat(fixture.proxy.reloadCertificates()).singleElement().asString().contains("a.pem");

            assertThat(tls.shown(port, "b.test")).isEqualTo(after);
            assertThat(tls.shown(port, "a.test")).isEqualTo(before);
            assertThatThrownBy(() -> TlsFixture.status(tls.http(tls.client("dns:old.test")), request))
                    .as("what is demanded of clients is new for the old certificate too")
                    .isInstanceOf(IOException.class);

            X509Certificate mended = tls.server("a", "a.test");
            assertThat(fixture.proxy.reloadCertificates()).isEmpty();
            assertThat(tls.shown(port, "a.test")).isEqualTo(mended);
        }
    }

    @Test
    void anEmptiedClientAuthorityOpensTheDoorToNobody() throws Exception {
        TlsFixture tls = withClientAuthority();
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(REQUIRED))) {
            Files.writeString(directory.resolve("clients.pem"), "");

            assertThat(fixture.proxy.reloadCertificates()).singleElement().asString().contains("the file is empty");
            assertThatThrownBy(() -> TlsFixture.status(tls.http(null), TlsFixture.chat(fixture.proxy.port(), "none")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aReplacedClientAuthorityIsBelievedAndTheOldOneIsNot() throws Exception {
        TlsFixture tls = withClientAuthority();
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(REQUIRED))) {
            var request = TlsFixture.chat(fixture.proxy.port(), "none");
            var old = tls.client("dns:old.test");
            HttpClient connected = tls.http(old);
            assertThat(TlsFixture.status(connected, request)).isEqualTo(401);
            var other = new TlsFixture(Files.createDirectory(directory.resolve("other")));
            Files.copy(other.authority.caFile(), directory.resolve("clients.pem"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);

            assertThat(fixture.proxy.reloadCertificates()).isEmpty();

            assertThat(TlsFixture.status(tls.http(other.client("dns:new.test")), request)).isEqualTo(401);
            assertThatThrownBy(() -> TlsFixture.status(tls.http(old), request)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theStatusNamesTheCertificateAndItsDaysLeft() throws Exception {
        var tls = new TlsFixture(directory);
        tls.server("a", "a.test");
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(ONE))) {
            assertThat(status(fixture).certificates()).singleElement().satisfies(life -> {
                assertThat(life.name()).isEqualTo("a.test");
                assertThat(life.daysLeft(java.time.Instant.now())).isBetween(28L, 30L);
            });
        }
    }

    private static io.tokenward.proxy.listener.TlsStatus status(ProxyFixture fixture) {
        return fixture.proxy.certificates().values().iterator().next();
    }

    /** A key that the running proxy knows, asked for by a client that the listener lets in. */
    private static String keyKnownTo(ProxyFixture fixture, TlsFixture tls) throws Exception {
        String key = fixture.key("open");
        HttpClient http = tls.http(tls.client("dns:probe.test"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> TlsFixture.status(http, TlsFixture.chat(fixture.proxy.port(), key)) == 200);
        return key;
    }
}
