package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.ServerTrust;
import io.tokenward.certs.TrustAnchors;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** What the certificate of the authority's own server is checked against. */
final class AuthorityTrust {
    private AuthorityTrust() {}

    /** @param file authorities in PEM; empty for those of the Java runtime */
    static SSLContext of(Optional<Path> file) throws CertificateProblem {
        var trust = ServerTrust.of(file.isEmpty() ? List.of() : TrustAnchors.read(file.get()), Set.of());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{trust}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime has TLS", impossible);
        }
    }
}
