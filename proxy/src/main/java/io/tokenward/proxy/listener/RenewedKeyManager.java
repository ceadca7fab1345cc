package io.tokenward.proxy.listener;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.IdentitySource;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows what its source gives at each handshake, so that a server of Java's own can run for longer than a certificate lives.
 * A source that fails leaves the last identity in use. For servers only. Thread-safe.
 */
final class RenewedKeyManager extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedKeyManager.class);

    /** What is shown, and what was shown before to handshakes that are not over yet. */
    private record Shown(Identity now, Identity before) {}

    private final IdentitySource source;
    private volatile Shown shown;

    RenewedKeyManager(IdentitySource source) throws CertificateProblem {
        this.source = source;
        Identity first = source.identity();
        shown = new Shown(first, first);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        Identity current = current();
        return current.key().getAlgorithm().equals(keyType) ? alias(current) : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = called(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = called(alias);
        return identity == null ? null : identity.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return new String[]{alias(shown.now())};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return null;
    }

    private synchronized Identity current() {
        Identity last = shown.now();
        try {
            Identity next = source.identity();
            if (!next.equals(last)) shown = new Shown(next, last);
        } catch (CertificateProblem problem) {
            LOG.error("the certificate in use stays: {}", problem.getMessage());
        }
        return shown.now();
    }

    private @Nullable Identity called(String alias) {
        Shown current = shown;
        if (alias.equals(alias(current.now()))) return current.now();
        return alias.equals(alias(current.before())) ? current.before() : null;
    }

    private static String alias(Identity identity) {
        return identity.certificate().getSerialNumber().toString(16);
    }
}
