package io.tokenward.certs;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a certificate still serves. Immutable.
 *
 * @param name its first alternative name without the kind, or its subject
 * @param serial hexadecimal
 * @param until the last instant of its validity
 */
public record CertificateLife(String name, String serial, Instant until) {

    /** That of a certificate. */
    public static CertificateLife of(X509Certificate certificate) {
        String name = SubjectName.of(certificate)
                .stream()
                .findFirst()
                .map(SubjectName::value)
                .orElseGet(() -> certificate.getSubjectX500Principal().getName());
        return new CertificateLife(name, certificate.getSerialNumber().toString(16),
                certificate.getNotAfter().toInstant());
    }

    /** When its last hour begins: whoever can make a new one does so by then. */
    public Instant lastHour() {
        return until.minus(Duration.ofHours(1));
    }

    /** Whole days that are left; negative when it has expired, 0 on the last day. */
    public long daysLeft(Instant now) {
        return Math.floorDiv(Duration.between(now, until).toSeconds(), Duration.ofDays(1).toSeconds());
    }
}
