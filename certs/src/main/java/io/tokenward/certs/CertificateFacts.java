package io.tokenward.certs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What a certificate says of itself, for people. Immutable.
 *
 * @param subject distinguished name
 * @param issuer distinguished name
 * @param names alternative names
 * @param serial hexadecimal
 * @param from first instant of its validity
 * @param until last instant of its validity
 * @param key kind and size of its public key, such as {@code EC 256 bits}
 * @param signature algorithm that its issuer signed it with
 * @param authority whether it may sign others
 * @param sha256 hash of the whole certificate, hexadecimal
 * @param pin of its key
 */
public record CertificateFacts(String subject, String issuer, List<SubjectName> names, String serial, Instant from,
        Instant until, String key, String signature, boolean authority, String sha256, Pin pin) {
    public CertificateFacts {
        names = List.copyOf(names);
    }

    /** Those of a certificate. */
    public static CertificateFacts of(X509Certificate certificate) {
        return new CertificateFacts(certificate.getSubjectX500Principal().toString(),
                certificate.getIssuerX500Principal().toString(), SubjectName.of(certificate),
                certificate.getSerialNumber().toString(16), certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(), kind(certificate.getPublicKey()), certificate.getSigAlgName(),
                certificate.getBasicConstraints() >= 0, sha256(certificate), Pin.of(certificate));
    }

    private static String kind(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength() + " bits";
            case ECPublicKey ec -> "EC " + ec.getParams().getCurve().getField().getFieldSize() + " bits";
            default -> key.getAlgorithm();
        };
    }

    private static String sha256(X509Certificate certificate) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("a certificate that was read has no encoding or no hash", e);
        }
    }
}
