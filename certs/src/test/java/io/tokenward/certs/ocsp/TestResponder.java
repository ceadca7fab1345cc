package io.tokenward.certs.ocsp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tokenward.certs.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.jspecify.annotations.Nullable;

/** An authority with a responder on loopback that answers as a test wants it to. */
final class TestResponder implements AutoCloseable {
    static final X500Name AUTHORITY = new X500Name("CN=authority");

    /** Makes the answer to a question. */
    interface Answers {
        byte[] to(CertificateID asked) throws Exception;
    }

    final AtomicInteger asked = new AtomicInteger();
    final KeyPair keys = keys();
    final X509Certificate authority;
    private final HttpServer http;
    volatile Answers answers;
    volatile int status = 200;

    TestResponder(Instant now) throws Exception {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        authority = certificate(AUTHORITY, keys, now, new Extension[0]);
        answers = id -> answer(id, CertificateStatus.GOOD, now.minusSeconds(60), now.plus(Duration.ofDays(4)));
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/ocsp";
    }

    /** An identity below the authority whose certificate names that URL. */
    Identity identity(String url, Instant now) throws Exception {
        KeyPair own = keys();
        var access = new AuthorityInformationAccess(AccessDescription.id_ad_ocsp,
                new GeneralName(GeneralName.uniformResourceIdentifier, url));
        return new Identity(List.of(certificate(new X500Name("CN=own"), own, now,
                new Extension[]{Extension.create(Extension.authorityInfoAccess, false, access)}), authority),
                own.getPrivate());
    }

    /** A certificate of somebody whom the authority lets sign for it, or not. */
    X509CertificateHolder delegate(KeyPair own, Instant now, boolean allowed) throws Exception {
        var usage = new ExtendedKeyUsage(allowed ? KeyPurposeId.id_kp_OCSPSigning : KeyPurposeId.id_kp_serverAuth);
        return new JcaX509CertificateHolder(certificate(new X500Name("CN=delegate"), own, now,
                new Extension[]{Extension.create(Extension.extendedKeyUsage, false, usage)}));
    }

    private X509Certificate certificate(X500Name subject, KeyPair own, Instant now, Extension[] extensions)
            throws Exception {
        var builder = new JcaX509v3CertificateBuilder(AUTHORITY, BigInteger.valueOf(System.nanoTime()),
                Date.from(now.minus(Duration.ofDays(1))), Date.from(now.plus(Duration.ofDays(90))), subject,
                own.getPublic());
        for (Extension extension : extensions)
            builder.addExtension(extension);
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    }

    byte[] answer(CertificateID id, @Nullable CertificateStatus status, Instant from, @Nullable Instant until)
            throws Exception {
        return answer(id, status, from, until, keys, new X509CertificateHolder[0]);
    }

    byte[] answer(CertificateID id, @Nullable CertificateStatus status, Instant from, @Nullable Instant until,
            KeyPair signer, X509CertificateHolder[] certificates) throws Exception {
        var builder = new BasicOCSPRespBuilder(new RespID(AUTHORITY));
        builder.addResponse(id, status, Date.from(from), until == null ? null : Date.from(until));
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL,
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()), certificates,
                        Date.from(from)))
                .getEncoded();
    }

    /** The id of another certificate, of the same authority. */
    CertificateID other() throws Exception {
        return new CertificateID(new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(authority), BigInteger.TWO);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            byte[] body = answers
                    .to(new OCSPReq(exchange.getRequestBody().readAllBytes()).getRequestList()[0].getCertID());
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        } catch (Exception defect) {
            throw new IOException(defect);
        }
    }

    static KeyPair keys() throws Exception {
        return KeyPairGenerator.getInstance("EC").generateKeyPair();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
