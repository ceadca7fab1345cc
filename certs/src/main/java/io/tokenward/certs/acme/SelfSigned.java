package io.tokenward.certs.acme;

import io.tokenward.certs.Identity;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that nobody signs but their own key, EC P-256: to stand in for one, and to answer a challenge. */
final class SelfSigned {
    /** Of all keys that are made here. */
    static final String CURVE = "secp256r1";
    /** So short that no display of days left looks as if all were well. */
    private static final Duration LIFE = Duration.ofDays(1);
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    /** id-pe-acmeIdentifier, RFC 8737 section 6.1. */
    private static final ASN1ObjectIdentifier ACME_IDENTIFIER = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.31");

    private SelfSigned() {}

    /**
     * What a listener shows before it has a real certificate: it needs one to be asked whether it holds the name for which that
     * is to be issued.
     */
    static Identity standIn(List<String> names, Instant now, SecureRandom random) {
        return signed("waiting for a certificate", names, Optional.empty(), now, random);
    }

    /** What a handshake shows to an authority that looks for the name (RFC 8737 section 3). */
    static Identity challenge(String name, byte[] validation, Instant now, SecureRandom random) {
        return signed("challenge", List.of(name), Optional.of(validation), now, random);
    }

    private static Identity signed(String subject, List<String> names, Optional<byte[]> validation, Instant now,
            SecureRandom random) {
        try {
            KeyPair keys = keys(random);
            var name = new X500Name("CN=" + subject);
            var builder = new JcaX509v3CertificateBuilder(name, new BigInteger(126, random).setBit(126),
                    Date.from(now.minus(CLOCK_SKEW)), Date.from(now.plus(LIFE)), name, keys.getPublic());
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(
                    names.stream().map(one -> new GeneralName(GeneralName.dNSName, one)).toArray(GeneralName[]::new)));
            if (validation.isPresent())
                builder.addExtension(ACME_IDENTIFIER, true, new DEROctetString(validation.get()));
            X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(
                    builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
            return new Identity(List.of(certificate), keys.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException impossible) {
            throw new IllegalStateException("this Java runtime cannot make EC P-256 certificates", impossible);
        }
    }

    /** A new key pair, EC P-256: small, quick, and taken by every authority. */
    static KeyPair keys(SecureRandom random) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        return generator.generateKeyPair();
    }
}
