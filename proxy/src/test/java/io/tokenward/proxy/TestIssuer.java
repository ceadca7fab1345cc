package io.tokenward.proxy;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import io.tokenward.certs.PemIdentity;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Issues below a development authority what that does not issue itself: certificates of any life, with any extension. */
final class TestIssuer {
    final Identity own;

    TestIssuer(DevelopmentAuthority authority) throws Exception {
        own = new PemIdentity(authority.caFile(), authority.caFile().resolveSibling("ca.key")).identity();
    }

    /** With a new key, and the issuer in its chain. */
    Identity issue(String subject, Duration age, Duration left, List<String> names, Extension... more)
            throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var all = new GeneralNames(
                names.stream().map(name -> new GeneralName(GeneralName.dNSName, name)).toArray(GeneralName[]::new));
        X509Certificate certificate = issue(subject, BigInteger.TEN, keys.getPublic(), age, left, all, more);
        return new Identity(List.of(certificate, own.certificate()), keys.getPrivate());
    }

    X509Certificate issue(String subject, BigInteger serial, PublicKey key, Duration age, Duration left,
            GeneralNames names, Extension... more) throws Exception {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(own.certificate(), serial, Date.from(now.minus(age)),
                Date.from(now.plus(left)), new X500Name(subject), key);
        builder.addExtension(Extension.subjectAlternativeName, false, names);
        builder.addExtension(Extension.authorityKeyIdentifier, false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(own.certificate()));
        for (Extension one : more)
            builder.addExtension(one);
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(own.key())));
    }
}
