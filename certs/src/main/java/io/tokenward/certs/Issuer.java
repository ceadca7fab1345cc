package io.tokenward.certs;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes key pairs and signs certificates (RFC 5280), all EC P-256 with SHA-256. Touches no file. Thread-safe. */
final class Issuer {
    /** Certificates begin a little in the past: the clocks of two machines never agree. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);
    private static final Duration AUTHORITY_LIFE = Duration.ofDays(2 * 365);
    static final Duration SERVER_LIFE = Duration.ofDays(30);
    private static final String ORGANISATION = "Tokenward development";
    /** The upper bound of a common name, RFC 5280 appendix A. */
    private static final int MAX_COMMON_NAME = 64;

    private final SecureRandom random;

    Issuer(SecureRandom random) {
        this.random = random;
    }

    /** A new self-signed authority that may sign servers and clients but no further authorities. */
    Identity authority(Instant now) {
        try {
            KeyPair keys = newKeys();
            BigInteger serial = serial();
            // The serial makes each authority's name its own: two of one name and different keys confuse trust stores.
            X500Name name = name("Tokenward development CA " + serial.toString(16).substring(0, 8));
            var builder = new JcaX509v3CertificateBuilder(name, serial, Date.from(now.minus(CLOCK_SKEW)),
                    Date.from(now.plus(AUTHORITY_LIFE)), name, keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            addKeyIdentifiers(builder, keys.getPublic(), keys.getPublic());
            return new Identity(List.of(signed(builder, keys.getPrivate())), keys.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw noCryptography(e);
        }
    }

    /** A new server certificate; never outlives the authority. */
    Identity server(Identity authority, ServerNames names, Instant now) {
        return issue(authority, names.first(), names.asSubjectAlternativeNames(), KeyPurposeId.id_kp_serverAuth, now);
    }

    /** A new client certificate with at least one name; never outlives the authority. */
    Identity client(Identity authority, List<SubjectName> names, Instant now) {
        var alternatives = new GeneralNames(names.stream()
                .map(name -> new GeneralName(name.kind().tag(), name.value()))
                .toArray(GeneralName[]::new));
        return issue(authority, names.getFirst().value(), alternatives, KeyPurposeId.id_kp_clientAuth, now);
    }

    private Identity issue(Identity authority, String commonName, GeneralNames names, KeyPurposeId purpose,
            Instant now) {
        try {
            KeyPair keys = newKeys();
            Instant end = now.plus(SERVER_LIFE);
            Instant lastDay = authority.certificate().getNotAfter().toInstant();
            var builder = new JcaX509v3CertificateBuilder(authority.certificate(), serial(),
                    Date.from(now.minus(CLOCK_SKEW)), Date.from(end.isBefore(lastDay) ? end : lastDay),
                    name(commonName), keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            builder.addExtension(Extension.subjectAlternativeName, false, names);
            addKeyIdentifiers(builder, keys.getPublic(), authority.certificate().getPublicKey());
            return new Identity(List.of(signed(builder, authority.key())), keys.getPrivate());
        } catch (GeneralSecurityException | CertIOException | OperatorCreationException e) {
            throw noCryptography(e);
        }
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    /** Positive, unguessable, at most 20 octets (RFC 5280 section 4.1.2.2); the set bit keeps the length. */
    private BigInteger serial() {
        return new BigInteger(126, random).setBit(126);
    }

    private static X500Name name(String commonName) {
        var name = new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, ORGANISATION);
        if (commonName.length() <= MAX_COMMON_NAME) name.addRDN(BCStyle.CN, commonName);
        return name.build();
    }

    private static void addKeyIdentifiers(X509v3CertificateBuilder builder, PublicKey subject, PublicKey issuer)
            throws GeneralSecurityException, CertIOException {
        var extensions = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subject));
        builder.addExtension(Extension.authorityKeyIdentifier, false, extensions.createAuthorityKeyIdentifier(issuer));
    }

    private X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").setSecureRandom(random).build(key);
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }

    private static IllegalStateException noCryptography(Exception e) {
        return new IllegalStateException("this Java runtime cannot make EC P-256 certificates", e);
    }
}
