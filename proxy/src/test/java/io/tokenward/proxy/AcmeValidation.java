package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.ASN1OctetString;

/** How an authority looks whether a name is held: over a socket on loopback, as RFC 8737 section 3 and RFC 8555 section 8.3 say. */
final class AcmeValidation {
    private static final String PROTOCOL = "acme-tls/1";
    private static final String EXTENSION = "1.3.6.1.5.5.7.1.31";
    private static final int PATIENCE_MILLIS = 10_000;

    private AcmeValidation() {}

    static void tls(int port, String host, String keyAuthorization) throws Exception {
        SSLContext context = believing();
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                var parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(host)));
                parameters.setApplicationProtocols(new String[]{PROTOCOL});
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                assertThat(socket.getApplicationProtocol()).isEqualTo(PROTOCOL);
                require((X509Certificate) socket.getSession().getPeerCertificates()[0], host, keyAuthorization);
                assertThat(socket.getInputStream().read()).as("closed by the proxy").isEqualTo(-1);
            }
        }
    }

    /** A client that believes anybody: what is shown for a challenge is signed by nobody. */
    static SSLContext believing() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{new Anybody()}, null);
        return context;
    }

    private static void require(X509Certificate shown, String host, String keyAuthorization) throws Exception {
        assertThat(shown.getSubjectAlternativeNames()).singleElement().isEqualTo(List.of(2, host));
        assertThat(shown.getCriticalExtensionOIDs()).contains(EXTENSION);
        byte[] inner = ASN1OctetString.getInstance(shown.getExtensionValue(EXTENSION)).getOctets();
        assertThat(ASN1OctetString.getInstance(inner).getOctets()).isEqualTo(MessageDigest.getInstance("SHA-256")
                .digest(keyAuthorization.getBytes(StandardCharsets.US_ASCII)));
    }

    static void http(int port, String host, String token, String keyAuthorization) throws Exception {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream()
                    .write(("GET /.well-known/acme-challenge/" + token + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + keyAuthorization);
        }
    }

    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
