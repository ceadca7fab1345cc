package io.tokenward.certs.ocsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.StapledStatus;
import io.tokenward.proxy.fuzz.Fuzzing;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Date;
import java.util.List;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** What a responder sends: an answer that was signed, or none. */
class StatusFuzzTest {
    private static final X500Name NAME = new X500Name("CN=authority");
    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private static final Instant UNTIL = NOW.plusSeconds(3600);

    @Test
    void nothingButWhatWasSignedIsBelieved() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        X509Certificate authority = new JcaX509CertificateConverter().getCertificate(
                new JcaX509v3CertificateBuilder(NAME, BigInteger.ONE, Date.from(NOW), Date.from(UNTIL), NAME,
                        keys.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        var question = new VerifiedStatus(authority, authority);
        List<byte[]> made = List.of(http(answer(question, keys)));

        int said = Fuzzing.run("ocsp", made, List.of("HTTP/1.0 200", "HTTP/1.1 200 OK\r\n", "\r\n\r\n", "\r\n",
                "Transfer-Encoding: chunked", "0\u0082", "\0", "\n\1\0"), 4_000, input -> {
                    try {
                        StapledStatus read = question.of(Responder.body(input), NOW).orElseThrow();
                        assertThat(read.until()).isEqualTo(UNTIL);
                        return Fuzzing.Reading.accepted("good");
                    } catch (CertificateProblem | IOException refused) {
                        return Fuzzing.Reading.refused(String.valueOf(refused.getMessage()));
                    }
                });
        assertThat(said).isGreaterThan(3);
    }

    private static byte[] answer(VerifiedStatus question, KeyPair keys) throws Exception {
        var builder = new BasicOCSPRespBuilder(new RespID(NAME));
        builder.addResponse(new OCSPReq(question.request()).getRequestList()[0].getCertID(), CertificateStatus.GOOD,
                Date.from(NOW), Date.from(UNTIL));
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL,
                builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()),
                        new X509CertificateHolder[0], Date.from(NOW)))
                .getEncoded();
    }

    private static byte[] http(byte[] body) {
        byte[] head = "HTTP/1.1 200 OK\r\nContent-Type: application/ocsp-response\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
