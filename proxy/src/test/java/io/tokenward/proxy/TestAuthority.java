package io.tokenward.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.Identity;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.Req;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** What a development authority does not do: it revokes, by lists and as an OCSP responder on loopback. */
final class TestAuthority implements AutoCloseable {
    private final Identity own;
    private final HttpServer responder;
    private final Set<BigInteger> revoked = ConcurrentHashMap.newKeySet();
    final AtomicInteger asked = new AtomicInteger();

    TestAuthority(DevelopmentAuthority authority) throws Exception {
        own = new TestIssuer(authority).own;
        responder = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        responder.createContext("/", this::answer);
        responder.start();
    }

    void revoke(X509Certificate certificate) {
        revoked.add(certificate.getSerialNumber());
    }

    String url() {
        return "http://127.0.0.1:" + responder.getAddress().getPort() + "/";
    }

    /** Writes the list of what is revoked now. */
    void list(Path file, Instant until) throws Exception {
        var builder = new X509v2CRLBuilder(holder().getSubject(), Date.from(Instant.now().minusSeconds(7200)));
        builder.setNextUpdate(Date.from(until));
        for (BigInteger serial : revoked)
            builder.addCRLEntry(serial, Date.from(Instant.now().minusSeconds(60)), CRLReason.keyCompromise);
        Files.writeString(file, "-----BEGIN X509 CRL-----\n"
                + Base64.getMimeEncoder().encodeToString(builder.build(signer()).getEncoded())
                + "\n-----END X509 CRL-----\n");
    }

    /** What the responder says of a certificate. */
    OCSPResp status(X509Certificate certificate, Instant until) throws Exception {
        return response(new CertificateID(digest(), holder(), certificate.getSerialNumber()), until, null);
    }

    private OCSPResp response(CertificateID id, Instant until,
            org.bouncycastle.asn1.x509.@org.jspecify.annotations.Nullable Extension nonce) throws Exception {
        var builder = new BasicOCSPRespBuilder(new RespID(new X500Name(holder().getSubject().toString())));
        CertificateStatus status = revoked.contains(id.getSerialNumber())
                ? new RevokedStatus(Date.from(Instant.now().minusSeconds(60)), CRLReason.keyCompromise)
                : CertificateStatus.GOOD;
        builder.addResponse(id, status, Date.from(Instant.now().minusSeconds(3600)), Date.from(until));
        if (nonce != null) builder.setResponseExtensions(new org.bouncycastle.asn1.x509.Extensions(nonce));
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL,
                builder.build(signer(), new X509CertificateHolder[]{holder()}, new Date()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try {
            byte[] sent = exchange.getRequestMethod().equals("GET")
                    ? Base64.getDecoder()
                            .decode(java.net.URLDecoder
                                    .decode(exchange.getRequestURI().getRawPath().substring(1), "US-ASCII"))
                    : exchange.getRequestBody().readAllBytes();
            var request = new OCSPReq(sent);
            Req first = request.getRequestList()[0];
            byte[] der = response(first.getCertID(), Instant.now().plusSeconds(3600),
                    request.getExtension(org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                    .getEncoded();
            exchange.getResponseHeaders().set("Content-Type", "application/ocsp-response");
            exchange.sendResponseHeaders(200, der.length);
            exchange.getResponseBody().write(der);
        } catch (Exception broken) {
            exchange.sendResponseHeaders(500, -1);
        }
        exchange.close();
    }

    private X509CertificateHolder holder() throws Exception {
        return new JcaX509CertificateHolder(own.certificate());
    }

    private ContentSigner signer() throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(own.key());
    }

    private static DigestCalculator digest() throws Exception {
        return new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
    }

    @Override
    public void close() {
        responder.stop(0);
    }
}
