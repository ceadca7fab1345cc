package io.tokenward.proxy.listener;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLException;

/** TLS 1.3 and 1.2 on BoringSSL, or on the JDK where BoringSSL does not load. */
public final class TlsContexts {
    private TlsContexts() {}

    /** Which engine is in use: {@code BoringSSL} or {@code JDK}. */
    public static String engine() {
        return OpenSsl.isAvailable() ? "BoringSSL" : "JDK";
    }

    /** The server's side, offering h2 and http/1.1, asking clients for nothing. */
    public static SslContext server(List<X509Certificate> chain, PrivateKey key) throws SSLException {
        return server(chain, key, ClientAuth.NONE, List.of());
    }

    /**
     * The server's side, offering h2 and http/1.1.
     *
     * @param anchors issuers of client certificates; of no meaning with {@code NONE}, at least one otherwise
     */
    static SslContext server(List<X509Certificate> chain, PrivateKey key, ClientAuth clients,
            List<X509Certificate> anchors) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain).clientAuth(clients);
        // Without anchors of our own every public authority would be believed about clients.
        if (clients != ClientAuth.NONE) builder.trustManager(requireSome(anchors));
        return builder
                .sslProvider(provider())
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2,
                                ApplicationProtocolNames.HTTP_1_1))
                .build();
    }

    /** The server's side on the JDK's own engine, for its own server. */
    public static SSLContext jdkServer(List<X509Certificate> chain, PrivateKey key) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setKeyEntry("server", key, new char[0], chain.toArray(X509Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("a key store in memory must work", impossible);
        }
    }

    /** The client's side to an upstream; {@code trust} empty for the system's anchors. */
    public static SslContext client(List<X509Certificate> trust) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(provider())
                .protocols("TLSv1.3", "TLSv1.2");
        if (!trust.isEmpty()) builder.trustManager(trust);
        return builder.build();
    }

    private static List<X509Certificate> requireSome(List<X509Certificate> anchors) {
        if (anchors.isEmpty()) throw new IllegalArgumentException("client certificates need at least one anchor");
        return anchors;
    }

    private static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }
}
