package io.tokenward.certs;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who we are on the wire. Immutable.
 *
 * @param chain the own certificate first, then the certificate of each issuer as far as they are sent; never empty
 * @param key the private key of the first certificate
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
    public Identity {
        chain = List.copyOf(chain);
        requireNonNull(key, "key");
        if (chain.isEmpty()) throw new IllegalArgumentException("an identity needs at least one certificate, got none");
    }

    /** The own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Never the key: identities end up in debug logs. */
    @Override
    public String toString() {
        X509Certificate own = certificate();
        return "Identity[" + own.getSubjectX500Principal() + ", serial " + own.getSerialNumber().toString(16)
                + ", until "
                + own.getNotAfter().toInstant() + ", key hidden]";
    }
}
