package io.tokenward.proxy.listener;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.IdentitySource;
import io.tokenward.certs.StapledStatus;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

import org.jspecify.annotations.Nullable;

/** TLS 1.3 and 1.2 on BoringSSL, or on the JDK where BoringSSL does not load or cannot use the key. */
public final class TlsContexts {
    static {
        // BoringSSL never lets a client begin a second handshake; Java's engine has to be told, before it is first used.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    /** By which an authority that validates a name is told from clients. */
    static final String CHALLENGE_PROTOCOL = "acme-tls/1";

    private TlsContexts() {}

    /** Which engine is in use: {@code BoringSSL} or {@code JDK}. */
    public static String engine() {
        return OpenSsl.isAvailable() ? "BoringSSL" : "JDK";
    }

    /** The server's side, offering h2 and http/1.1, asking clients for nothing. */
    public static SslContext server(List<X509Certificate> chain, PrivateKey key) throws SSLException {
        return server(new Identity(chain, key), TlsPolicy.SANE, ClientAuth.NONE, null, false);
    }

    /**
     * The server's side, offering h2 and http/1.1.
     *
     * @param trust believes clients; null with {@code NONE} alone, since otherwise every public authority would be believed
     * @param stapled whether handlers will be given a {@link StapledStatus} to send along
     */
    static SslContext server(Identity identity, TlsPolicy policy, ClientAuth clients, @Nullable X509TrustManager trust,
            boolean stapled) throws SSLException {
        if ((clients == ClientAuth.NONE) != (trust == null))
            throw new IllegalArgumentException("trust and " + clients + " do not go together");
        SslProvider provider = provider(identity.key());
        SslContextBuilder builder = SslContextBuilder.forServer(identity.key(), identity.chain()).clientAuth(clients);
        if (trust != null) builder.trustManager(trust);
        return groups(builder, provider)
                .protocols(policy.protocols())
                .ciphers(policy.ciphers(), SupportedCipherSuiteFilter.INSTANCE)
                .enableOcsp(stapled && staples(identity.key()))
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2,
                                ApplicationProtocolNames.HTTP_1_1))
                .build();
    }

    /** What is shown to an authority that validates a name by a handshake (RFC 8737): that certificate, that protocol alone. */
    static SslContext challenge(Identity identity) throws SSLException {
        return SslContextBuilder.forServer(identity.key(), identity.chain())
                .sslProvider(provider(identity.key()))
                .protocols(TlsPolicy.SANE.protocols())
                .applicationProtocolConfig(
                        new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT, CHALLENGE_PROTOCOL))
                .build();
    }

    /** Whether the engine for that key can send a {@link StapledStatus} along. */
    static boolean staples(PrivateKey key) {
        return provider(key) != SslProvider.JDK && OpenSsl.isOcspSupported();
    }

    /**
     * The server's side on the JDK's own engine, for its own server.
     *
     * @param source asked at each handshake
     * @throws CertificateProblem if there is no identity to begin with
     */
    public static SSLContext jdkServer(IdentitySource source) throws CertificateProblem {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[]{new RenewedKeyManager(source)}, null, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has TLS", impossible);
        }
    }

    /**
     * The client's side to an upstream. Whoever makes handlers of it says which host name is expected.
     *
     * @param trust believes servers
     * @param own shown to servers that ask for a certificate; empty for none
     */
    public static SslContext client(X509ExtendedTrustManager trust, Optional<Identity> own) throws SSLException {
        SslProvider provider = own.map(identity -> provider(identity.key())).orElseGet(TlsContexts::provider);
        SslContextBuilder builder = SslContextBuilder.forClient().trustManager(trust);
        own.ifPresent(identity -> builder.keyManager(identity.key(), identity.chain()));
        return groups(builder, provider).protocols(TlsPolicy.SANE.protocols()).build();
    }

    private static SslContextBuilder groups(SslContextBuilder builder, SslProvider provider) {
        builder.sslProvider(provider);
        return provider == SslProvider.JDK ? builder : builder.option(OpenSslContextOption.GROUPS, TlsPolicy.GROUPS);
    }

    /** Netty finds only these two kinds of keys for BoringSSL; with others every handshake would end in an internal error. */
    private static SslProvider provider(PrivateKey key) {
        boolean known = key.getAlgorithm().equals("RSA") || key.getAlgorithm().equals("EC");
        return known ? provider() : SslProvider.JDK;
    }

    private static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }
}
