package io.tokenward.certs;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** SHA-256 of the public key of a certificate (its SubjectPublicKeyInfo, as in RFC 7469 section 2.4). Immutable. */
public record Pin(String base64) {
    private static final String START = "sha256/";
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{43}=");

    /** The pin that a text such as {@code sha256/…=} is, with 44 characters of base64; empty where it is none. */
    public static Optional<Pin> parse(String text) {
        if (!text.startsWith(START)) return Optional.empty();
        String rest = text.substring(START.length());
        return BASE64.matcher(rest).matches() ? Optional.of(new Pin(rest)) : Optional.empty();
    }

    /** The pin of a certificate's key. */
    public static Pin of(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
            return new Pin(Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return START + base64;
    }
}
