package io.tokenward.certs;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/** Believes servers whose certificate was issued below an anchor, and whose key is pinned where pins are given. */
public final class ServerTrust {
    private ServerTrust() {}

    /**
     * A trust manager for the client's side. It compares the host name where the engine says so.
     *
     * @param anchors issuers believed; empty for those of the Java runtime
     * @param pins keys of which the server must have one; empty for any
     */
    public static X509ExtendedTrustManager of(List<X509Certificate> anchors, Set<Pin> pins) {
        try {
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store(anchors));
            for (TrustManager manager : factory.getTrustManagers())
                if (manager instanceof X509ExtendedTrustManager found)
                    return pins.isEmpty() ? found : new PinnedTrust(found, pins);
        } catch (GeneralSecurityException | java.io.IOException impossible) {
            throw new IllegalStateException("every Java runtime validates certificates", impossible);
        }
        throw new IllegalStateException("the Java runtime has no trust manager for X.509");
    }

    private static @Nullable KeyStore store(List<X509Certificate> anchors)
            throws GeneralSecurityException, java.io.IOException {
        if (anchors.isEmpty()) return null;
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < anchors.size(); i++)
            store.setCertificateEntry("anchor-" + i, anchors.get(i));
        return store;
    }
}
