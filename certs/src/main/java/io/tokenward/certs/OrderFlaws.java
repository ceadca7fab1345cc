package io.tokenward.certs;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with the order of a chain. */
final class OrderFlaws {
    private OrderFlaws() {}

    static List<CertificateFlaw> of(List<X509Certificate> chain) {
        List<CertificateFlaw> flaws = new ArrayList<>();
        for (int i = 1; i < chain.size(); i++) {
            X509Certificate issued = chain.get(i - 1);
            X509Certificate issuer = chain.get(i);
            if (!issued.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
                flaws.add(new CertificateFlaw(true, "certificate " + (i + 1) + " did not issue the one before it, "
                        + issued.getIssuerX500Principal() + " did: put each certificate after the one it issued"));
            } else if (!signedBy(issued, issuer)) {
                flaws.add(new CertificateFlaw(true, "certificate " + (i + 1) + " has the name of the issuer of the one"
                        + " before it but another key: get the issuer's certificate that belongs to it"));
            }
        }
        X509Certificate last = chain.getLast();
        boolean selfSigned = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        if (selfSigned && chain.size() > 1) {
            flaws.add(new CertificateFlaw(false,
                    "the root certificate at the end need not be sent: clients have their own; take it out"));
        }
        if (selfSigned && chain.size() == 1) {
            flaws.add(new CertificateFlaw(false, "it is self-signed: clients have to be told to trust it"));
        }
        return flaws;
    }

    private static boolean signedBy(X509Certificate issued, X509Certificate issuer) {
        try {
            issued.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
