package io.tokenward.certs;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates of a file with the place of each, for messages. Immutable.
 *
 * @param certificates own first; at least one
 * @param lines where each begins, from 1; empty for files that have no lines
 */
record CertificateChain(Path file, List<X509Certificate> certificates, List<Integer> lines) {

    /** The chain file may hold the key as well, as many tools write it; other blocks are skipped. */
    static CertificateChain readPem(Path file) throws CertificateProblem {
        List<X509Certificate> certificates = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        for (PemBlock block : PemFile.read(file)) {
            if (!block.certificate()) continue;
            certificates.add(Certificates.decode(file, block));
            lines.add(block.line());
        }
        if (certificates.isEmpty()) {
            throw CertificateProblem.in(file, "there is no CERTIFICATE in it", "are chain and key file exchanged?");
        }
        return new CertificateChain(file, List.copyOf(certificates), List.copyOf(lines));
    }

    X509Certificate own() {
        return certificates.getFirst();
    }

    /** The identity of this chain and the key, if everything about them fits at {@code now}. */
    Identity with(PrivateKey key, Path keyFile, Instant now) throws CertificateProblem {
        requireKeyOfFirst(key, keyFile);
        requireOrder();
        requireValid(now);
        return new Identity(certificates, key);
    }

    private void requireKeyOfFirst(PrivateKey key, Path keyFile) throws CertificateProblem {
        if (KeyFit.fits(key, own().getPublicKey())) return;
        boolean another = certificates.stream().anyMatch(certificate -> KeyFit.fits(key, certificate.getPublicKey()));
        String mend = another
                ? "its certificate is in the chain but not first: move it to the top of the chain file"
                : "name the key that the certificate was made for, or have a new certificate made";
        throw CertificateProblem.in(keyFile, "the key does not belong to the first certificate of " + file, mend);
    }

    private void requireOrder() throws CertificateProblem {
        for (int i = 1; i < certificates.size(); i++) {
            var issuer = certificates.get(i - 1).getIssuerX500Principal();
            if (!issuer.equals(certificates.get(i).getSubjectX500Principal())) {
                throw at(i, "the certificate did not issue the one before it, " + issuer + " did",
                        "put each certificate after the one it issued");
            }
        }
    }

    /** Only the own certificate: public chains are known to carry an expired cross-certificate that clients pass over. */
    private void requireValid(Instant now) throws CertificateProblem {
        Instant from = own().getNotBefore().toInstant();
        Instant until = own().getNotAfter().toInstant();
        if (now.isAfter(until)) throw at(0, "the certificate expired at " + until, "renew it");
        if (now.isBefore(from)) {
            throw at(0, "the certificate is not valid before " + from,
                    "wait, or check the clock of this machine, which shows " + now);
        }
    }

    /** A problem with one of the certificates. */
    CertificateProblem at(int index, String cause, String mend) {
        return lines.isEmpty()
                ? CertificateProblem.in(file, cause, mend)
                : CertificateProblem.at(file, lines.get(index), cause, mend);
    }
}
