package io.tokenward.certs.ocsp;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.StapledStatus;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.DigestCalculatorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * The question about one certificate, and what makes an answer to it believable (RFC 6960 section 3.2): it is about this
 * certificate, signed by its issuer or by whom the issuer lets sign, good, and in force. Immutable.
 */
final class VerifiedStatus {
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    /** What runs out so late was not meant to be replaced, or its date is a mistake. */
    private static final Duration LONGEST = Duration.ofDays(40);

    private final BigInteger serial;
    private final X509CertificateHolder issuer;
    private final DigestCalculatorProvider digests;

    VerifiedStatus(X509Certificate own, X509Certificate issuer) throws CertificateProblem {
        try {
            serial = own.getSerialNumber();
            this.issuer = new JcaX509CertificateHolder(issuer);
            digests = new JcaDigestCalculatorProviderBuilder().build();
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw wrong("nothing can be asked about this certificate");
        }
    }

    /** The question in DER; about a SHA-1 of the issuer's name and key, the only one that all responders know (RFC 5019). */
    byte[] request() throws CertificateProblem {
        try {
            var id = new CertificateID(digests.get(CertificateID.HASH_SHA1), issuer, serial);
            return new OCSPReqBuilder().addRequest(id).build().getEncoded();
        } catch (IOException | OCSPException | OperatorCreationException e) {
            throw wrong("nothing can be asked about this certificate");
        }
    }

    /** The answer, if it is to be believed; empty where it says that the certificate is not good. */
    Optional<StapledStatus> of(byte[] der, Instant now) throws CertificateProblem {
        try {
            var answer = new OCSPResp(der);
            if (answer.getStatus() != OCSPResp.SUCCESSFUL
                    || !(answer.getResponseObject() instanceof BasicOCSPResp basic))
                throw wrong("the responder gave no answer but an error");
            if (!signed(basic, now)) throw wrong("the responder's answer is not signed by whom it should be");
            return status(der, about(basic), now);
        } catch (IOException | OCSPException | OperatorCreationException | CertException | GeneralSecurityException
                | RuntimeException malformed) {
            throw wrong("the responder's answer is no OCSP response");
        }
    }

    private SingleResp about(BasicOCSPResp basic) throws CertificateProblem, OCSPException {
        for (SingleResp single : basic.getResponses())
            if (single.getCertID().getSerialNumber().equals(serial)
                    && single.getCertID().matchesIssuer(issuer, digests))
                return single;
        throw wrong("the responder says nothing of this certificate");
    }

    private static Optional<StapledStatus> status(byte[] der, SingleResp single, Instant now)
            throws CertificateProblem {
        if (single.getNextUpdate() == null) throw wrong("the responder does not say how long its answer is good");
        Instant from = single.getThisUpdate().toInstant();
        Instant until = single.getNextUpdate().toInstant();
        if (from.isAfter(now.plus(CLOCK_SKEW)) || !until.isAfter(now) || until.isAfter(now.plus(LONGEST)))
            throw wrong("the responder's answer is good from " + from + " until " + until + ", which is not now");
        // BouncyCastle says "good" with null.
        return single.getCertStatus() == CertificateStatus.GOOD
                ? Optional.of(new StapledStatus(der, from, until))
                : Optional.empty();
    }

    private boolean signed(BasicOCSPResp basic, Instant now)
            throws OCSPException, OperatorCreationException, CertException, GeneralSecurityException {
        var verifiers = new JcaContentVerifierProviderBuilder();
        if (basic.isSignatureValid(verifiers.build(issuer))) return true;
        for (X509CertificateHolder signer : basic.getCerts())
            if (delegated(signer, now) && signer.isSignatureValid(verifiers.build(issuer))
                    && basic.isSignatureValid(verifiers.build(signer)))
                return true;
        return false;
    }

    /** Whom the issuer lets sign for it (RFC 6960 section 4.2.2.2). */
    private boolean delegated(X509CertificateHolder signer, Instant now) {
        ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(signer.getExtensions());
        return signer.getIssuer().equals(issuer.getSubject()) && usage != null
                && usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning) && signer.isValidOn(Date.from(now));
    }

    private static CertificateProblem wrong(String cause) {
        return CertificateProblem.of(cause, "the certificate is sent without a new status");
    }
}
