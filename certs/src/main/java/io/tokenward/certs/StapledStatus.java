package io.tokenward.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;

import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;

/**
 * What an authority's responder says of a certificate (RFC 6960), to be sent along in handshakes (RFC 6066 section 8), so
 * that clients need not ask. Immutable.
 *
 * @param der as it is sent
 * @param from when the responder began to say so
 * @param until when the responder wants to be asked again
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record StapledStatus(byte[] der, Instant from, Instant until) {
    private static final String FETCH = "fetch it anew: openssl ocsp -issuer ca.pem -cert server.pem -url URL"
            + " -respout FILE";

    /** Whether clients still believe it. */
    public boolean inForce(Instant now) {
        return now.isBefore(until);
    }

    /**
     * The answer in a file, as {@code openssl ocsp -respout} writes it.
     *
     * @param own the certificate it has to be about
     * @throws CertificateProblem if it is about none of the sort, not {@code good}, or out of date
     */
    public static StapledStatus read(Path file, X509Certificate own, Clock clock) throws CertificateProblem {
        byte[] der = PemFile.bytes(file);
        try {
            var answer = new OCSPResp(der);
            if (answer.getStatus() != OCSPResp.SUCCESSFUL
                    || !(answer.getResponseObject() instanceof BasicOCSPResp basic))
                throw CertificateProblem.in(file, "the responder gave no answer but an error", FETCH);
            SingleResp status = Arrays.stream(basic.getResponses())
                    .filter(single -> single.getCertID().getSerialNumber().equals(own.getSerialNumber()))
                    .findFirst()
                    .orElseThrow(() -> CertificateProblem.in(file, "says nothing of the certificate with serial "
                            + own.getSerialNumber().toString(16), FETCH));
            inForce(file, status, Date.from(clock.instant()));
            return new StapledStatus(der, status.getThisUpdate().toInstant(), status.getNextUpdate() == null
                    ? Instant.MAX
                    : status.getNextUpdate().toInstant());
        } catch (IOException | OCSPException | RuntimeException e) {
            throw CertificateProblem.in(file, "no OCSP response in DER form", FETCH);
        }
    }

    private static void inForce(Path file, SingleResp status, Date now) throws CertificateProblem {
        // BouncyCastle says "good" with null.
        if (status.getCertStatus() != CertificateStatus.GOOD)
            throw CertificateProblem.in(file, "says that the certificate is revoked or unknown",
                    "get a new certificate");
        if (status.getThisUpdate().after(now) || status.getNextUpdate() != null && status.getNextUpdate().before(now))
            throw CertificateProblem.in(file, "is out of date; it was good until " + status.getNextUpdate(), FETCH);
    }
}
