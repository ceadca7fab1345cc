package io.tokenward.certs;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Whether a certificate is valid, and for how long. */
final class TimeFlaws {
    private TimeFlaws() {}

    /**
     * Those of one certificate of a chain.
     *
     * @param own whether it is the first: clients pass over an expired one of an issuer if they know another way
     */
    static List<CertificateFlaw> of(X509Certificate certificate, boolean own, Instant now, int leastDays) {
        String which = own ? "the certificate" : "the issuer's certificate " + certificate.getSubjectX500Principal();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until))
            return List.of(new CertificateFlaw(own, which + " expired at " + until + ": renew it"));
        if (now.isBefore(from)) {
            return List.of(new CertificateFlaw(own, which + " is not valid before " + from
                    + ": wait, or check the clock of this machine, which shows " + now));
        }
        long days = CertificateLife.of(certificate).daysLeft(now);
        if (own && days < leastDays) {
            return List
                    .of(new CertificateFlaw(true, which + " expires at " + until + ", in " + days + " days, fewer than "
                            + leastDays + ": renew it"));
        }
        return List.of();
    }
}
