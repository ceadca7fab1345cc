package io.tokenward.certs;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Whether a certificate is one of a server, and of which. */
final class PurposeFlaws {
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String ANY = "2.5.29.37.0";

    private PurposeFlaws() {}

    static List<CertificateFlaw> of(X509Certificate own, List<String> wanted) {
        List<CertificateFlaw> flaws = new ArrayList<>();
        List<SubjectName> names = SubjectName.of(own);
        if (names.isEmpty()) {
            flaws.add(new CertificateFlaw(true, "it has no subject alternative name, and clients look at nothing else:"
                    + " have it issued anew with one"));
        }
        for (String host : wanted)
            if (names.stream().noneMatch(name -> name.covers(host) || name.value().equals(host))) {
                flaws.add(new CertificateFlaw(true,
                        "it does not cover " + host + ", only " + names + ": have it issued for that name too"));
            }
        if (own.getBasicConstraints() >= 0) {
            flaws.add(
                    new CertificateFlaw(true, "it is an authority's: use one that the authority issued for a server"));
        }
        if (!forServers(own)) {
            flaws.add(new CertificateFlaw(true, "it is not meant for servers (extended key usage):"
                    + " have one issued for TLS servers"));
        }
        return flaws;
    }

    private static boolean forServers(X509Certificate own) {
        try {
            List<String> usages = own.getExtendedKeyUsage();
            return usages == null || usages.contains(SERVER) || usages.contains(ANY);
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
