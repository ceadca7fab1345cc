package io.tokenward.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that is told to trust the authority's file, and nothing else, against a server with an issued identity. */
class HandshakeIT {
    private static final int TIMEOUT_MILLIS = 10_000;

    @TempDir
    Path directory;

    private static SSLContext server(Identity identity) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("own", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        var managers = KeyManagerFactory.getInstance("PKIX");
        managers.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static SSLContext client(Path caFile) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (X509Certificate anchor : TrustAnchors.read(caFile))
            trusted.setCertificateEntry(anchor.getSerialNumber().toString(), anchor);
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    /** The protocol agreed on with the server, which the client calls by {@code name}. */
    private String handshake(String name) throws Exception {
        var authority = DevelopmentAuthority.openOrCreate(directory.resolve("ca"), Clock.systemUTC());
        var factory = server(authority.issueServer(List.of("proxy.test"))).getServerSocketFactory();
        try (var threads = Executors.newSingleThreadExecutor();
                var listening = (SSLServerSocket) factory.createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listening.setSoTimeout(TIMEOUT_MILLIS);
            threads.submit(() -> {
                try (var accepted = (SSLSocket) listening.accept()) {
                    accepted.setSoTimeout(TIMEOUT_MILLIS);
                    accepted.startHandshake();
                    return accepted.getInputStream().read();
                }
            });
            var plain = new Socket(listening.getInetAddress(), listening.getLocalPort());
            var sockets = client(authority.caFile()).getSocketFactory();
            try (var socket = (SSLSocket) sockets.createSocket(plain, name, listening.getLocalPort(), true)) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                var parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return socket.getSession().getProtocol();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.test", "localhost", "127.0.0.1", "::1"})
    void aClientThatTrustsTheAuthorityAcceptsEveryNameOfTheServer(String name) throws Exception {
        assertThat(handshake(name)).isEqualTo("TLSv1.3");
    }

    @Test
    void aNameThatTheServerWasNotIssuedForIsRefusedByTheClient() {
        assertThatThrownBy(() -> handshake("other.test")).isInstanceOf(SSLException.class);
    }
}
