package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several certificates on one socket: the client's name for the server decides. */
class ServerNamesIT {
    @TempDir
    Path directory;

    private static final String TWO = """
            identities: [{ chain: file:a.pem, key: file:a.key }, { chain: file:b.pem, key: file:b.key }]""";

    @Test
    void theNameAskedForDecidesAndTheFirstIsForEverybodyElse() throws Exception {
        var tls = new TlsFixture(directory);
        X509Certificate first = tls.server("a", "a.test");
        X509Certificate second = tls.server("b", "b.test", "*.wild.test");
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(TWO))) {
            int port = fixture.proxy.port();

            assertThat(tls.shown(port, "a.test")).isEqualTo(first);
            assertThat(tls.shown(port, "b.test")).isEqualTo(second);
            assertThat(tls.shown(port, "B.TEST")).isEqualTo(second);
            assertThat(tls.shown(port, "any.wild.test")).isEqualTo(second);
            assertThat(tls.shown(port, "deeper.any.wild.test")).isEqualTo(first);
            assertThat(tls.shown(port, "unknown.test")).isEqualTo(first);
            assertThat(tls.shown(port, null)).isEqualTo(first);
        }
    }

    @Test
    void anExactNameGoesBeforeAWildcardThatStandsEarlier() throws Exception {
        var tls = new TlsFixture(directory);
        X509Certificate wildcard = tls.server("a", "*.shop.test");
        X509Certificate exact = tls.server("b", "pay.shop.test");
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(TWO))) {
            assertThat(tls.shown(fixture.proxy.port(), "pay.shop.test")).isEqualTo(exact);
            assertThat(tls.shown(fixture.proxy.port(), "www.shop.test")).isEqualTo(wildcard);
        }
    }

    @Test
    void namesInTheConfigurationReplaceThoseInTheCertificate() throws Exception {
        var tls = new TlsFixture(directory);
        X509Certificate first = tls.server("a", "a.test");
        X509Certificate second = tls.server("b", "b.test", "c.test");
        String configuration = TlsFixture.configuration(TWO.replace("file:b.key", "file:b.key, names: [c.test]"));
        try (var fixture = new ProxyFixture(directory, null, configuration)) {
            assertThat(tls.shown(fixture.proxy.port(), "c.test")).isEqualTo(second);
            assertThat(tls.shown(fixture.proxy.port(), "b.test")).isEqualTo(first);
        }
    }

    @Test
    void exchangesGoThroughBothProtocolsWhenThereIsAChoice() throws Exception {
        var tls = new TlsFixture(directory);
        tls.server("a", "a.test");
        tls.server("b", "b.test");
        try (var fixture = new ProxyFixture(directory, null, TlsFixture.configuration(TWO))) {
            String key = fixture.knownKey("open");
            for (var version : List.of(HttpClient.Version.HTTP_2, HttpClient.Version.HTTP_1_1)) {
                var answer = fixture.chat(key, TlsFixture.BODY, version);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(version);
            }
        }
    }

    @Test
    void anIdentityMayStandInAPkcs12StoreUnderAPassword() throws Exception {
        var tls = new TlsFixture(directory);
        var identity = tls.authority.issueServer(List.of("store.test"));
        String password = "swordfish";
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", identity.key(), password.toCharArray(),
                identity.chain().toArray(X509Certificate[]::new));
        try (var out = Files.newOutputStream(directory.resolve("server.p12"))) {
            store.store(out, password.toCharArray());
        }
        Files.writeString(directory.resolve("password"), password + "\n");

        try (var fixture = new ProxyFixture(directory, null,
                TlsFixture.configuration("identities: [{ store: file:server.p12, password: file:password }]"))) {
            assertThat(tls.shown(fixture.proxy.port(), "store.test")).isEqualTo(identity.certificate());
        }
    }
}
