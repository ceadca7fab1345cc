package io.tokenward.certs;

import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keys and signatures that clients refuse for their weakness (CA/Browser Forum baseline requirements, section 6.1.5). */
final class StrengthFlaws {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int LEAST_EC_BITS = 256;

    private StrengthFlaws() {}

    static List<CertificateFlaw> of(X509Certificate certificate) {
        List<CertificateFlaw> flaws = new ArrayList<>();
        String which = certificate.getSubjectX500Principal().toString();
        int missing = switch (certificate.getPublicKey()) {
            case RSAPublicKey rsa -> LEAST_RSA_BITS - rsa.getModulus().bitLength();
            case ECPublicKey ec -> LEAST_EC_BITS - ec.getParams().getCurve().getField().getFieldSize();
            default -> 0;
        };
        if (missing > 0) {
            flaws.add(new CertificateFlaw(true,
                    "the key of " + which + " is weak (" + CertificateFacts.of(certificate).key()
                            + "): use EC P-256 or RSA of at least " + LEAST_RSA_BITS + " bits"));
        }
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        boolean root = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        // Nobody looks at a root's signature of itself.
        if (!root && (algorithm.startsWith("SHA1") || algorithm.startsWith("MD"))) {
            flaws.add(new CertificateFlaw(true, "the signature of " + which + " is weak (" + certificate.getSigAlgName()
                    + "): have it issued anew with SHA-256"));
        }
        return flaws;
    }
}
