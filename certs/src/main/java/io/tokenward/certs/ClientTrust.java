package io.tokenward.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Believes clients whose certificate was issued below an anchor and not revoked since. */
public final class ClientTrust {
    private ClientTrust() {}

    /**
     * A trust manager for the server's side. Reads the revocation lists now; a responder is asked by the manager itself, on
     * the thread that uses it.
     *
     * @param anchors issuers believed, at least one
     * @throws CertificateProblem if a revocation list cannot be read
     */
    public static X509TrustManager of(List<X509Certificate> anchors, Revocation revocation) throws CertificateProblem {
        List<X509CRL> lists = RevocationLists.read(revocation.lists());
        try {
            Set<TrustAnchor> roots = anchors.stream()
                    .map(anchor -> new TrustAnchor(anchor, null))
                    .collect(Collectors.toSet());
            var parameters = new PKIXBuilderParameters(roots, new X509CertSelector());
            parameters.setRevocationEnabled(revocation.checked());
            if (revocation.checked()) {
                parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
                parameters.addCertPathChecker(checker(revocation));
            }
            var factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(new CertPathTrustManagerParameters(parameters));
            return (X509TrustManager) factory.getTrustManagers()[0];
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java runtime validates certificates", impossible);
        }
    }

    private static PKIXRevocationChecker checker(Revocation revocation) throws GeneralSecurityException {
        var checker = (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        // An issuer is taken back by taking it out of the anchors.
        Set<Option> options = EnumSet.of(Option.ONLY_END_ENTITY);
        if (revocation.ocsp().isEmpty()) options.add(Option.PREFER_CRLS);
        if (revocation.ocsp().isEmpty() || revocation.lists().isEmpty()) options.add(Option.NO_FALLBACK);
        revocation.ocsp().ifPresent(checker::setOcspResponder);
        checker.setOptions(options);
        return checker;
    }
}
