package io.tokenward.certs;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Believes a server only if another does and the key of the server's own certificate is pinned. The certificates after it
 * are not asked: a server may send any, also such as it does not descend from. Thread-safe.
 */
public final class PinnedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager others;
    private final Set<Pin> pins;

    /**
     * @param others validates chain and host name
     * @param pins at least one; more where a key is about to change
     */
    public PinnedTrust(X509ExtendedTrustManager others, Set<Pin> pins) {
        this.others = others;
        this.pins = Set.copyOf(pins);
        if (pins.isEmpty()) throw new IllegalArgumentException("at least one pin is needed, got none");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        others.checkServerTrusted(chain, authType, engine);
        pinned(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        others.checkServerTrusted(chain, authType, socket);
        pinned(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        others.checkServerTrusted(chain, authType);
        pinned(chain);
    }

    private void pinned(X509Certificate[] chain) throws CertificateException {
        Pin shown = Pin.of(chain[0]);
        if (!pins.contains(shown)) throw new CertificateException("the key shown is not pinned; it is " + shown);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return others.getAcceptedIssuers();
    }
}
