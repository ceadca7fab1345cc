package io.tokenward.certs;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a certificate file holds and what is wrong with it: all of it, where an {@link IdentitySource} stops at the first. */
public final class CertificateReport {
    private final CertificateChain chain;
    private final Optional<PrivateKey> key;

    private CertificateReport(CertificateChain chain, Optional<PrivateKey> key) {
        this.chain = chain;
        this.key = key;
    }

    /** About the certificates of a PEM file, without a key. */
    public static CertificateReport of(Path pem) throws CertificateProblem {
        return new CertificateReport(CertificateChain.readPem(pem), Optional.empty());
    }

    /**
     * About chain and key of PEM files.
     *
     * @throws CertificateProblem if one cannot be read
     */
    public static CertificateReport of(PemIdentity identity) throws CertificateProblem {
        return of(identity.read());
    }

    /**
     * About chain and key of a PKCS#12 file.
     *
     * @throws CertificateProblem if it cannot be read
     */
    public static CertificateReport of(KeyStoreIdentity identity) throws CertificateProblem {
        return of(identity.read());
    }

    private static CertificateReport of(KeyedChain read) {
        return new CertificateReport(read.chain(), Optional.of(read.key()));
    }

    /** The certificates in the order of the file. */
    public List<CertificateFacts> certificates() {
        return chain.certificates().stream().map(CertificateFacts::of).toList();
    }

    /** Whether the key belongs to the first certificate; empty where no key was read. */
    public Optional<Boolean> keyFits() {
        return key.map(found -> KeyFit.fits(found, chain.own().getPublicKey()));
    }

    /** Whether each certificate was issued by the one after it, by name and by signature. */
    public boolean inOrder() {
        return OrderFlaws.of(chain.certificates()).stream().noneMatch(CertificateFlaw::grave);
    }

    /**
     * What is wrong with it as the identity of a server.
     *
     * @param names host names and addresses that it should answer to
     * @param now when it should be valid
     * @param leastDays fewer whole days left are a grave flaw
     */
    public List<CertificateFlaw> flaws(List<String> names, Instant now, int leastDays) {
        List<CertificateFlaw> flaws = new ArrayList<>();
        if (keyFits().isPresent() && !keyFits().get()) {
            flaws.add(new CertificateFlaw(true, "the key does not belong to the first certificate:"
                    + " name the key it was made for, or put its certificate first"));
        }
        flaws.addAll(OrderFlaws.of(chain.certificates()));
        for (int i = 0; i < chain.certificates().size(); i++)
            flaws.addAll(TimeFlaws.of(chain.certificates().get(i), i == 0, now, leastDays));
        for (X509Certificate certificate : chain.certificates())
            flaws.addAll(StrengthFlaws.of(certificate));
        flaws.addAll(PurposeFlaws.of(chain.own(), names));
        return List.copyOf(flaws);
    }
}
