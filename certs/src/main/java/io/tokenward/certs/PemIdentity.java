package io.tokenward.certs;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * An identity in two PEM files: the chain and the private key. Reads both on every call; thread-safe. Everything that
 * would make handshakes fail later is found here: a key of another certificate, a wrong order, a certificate out of date.
 */
public final class PemIdentity implements IdentitySource {
    private final Path chainFile;
    private final Path keyFile;
    private final Supplier<char[]> password;
    private final Clock clock;

    /**
     * An identity whose key has no password, valid by the system's clock.
     *
     * @param chainFile the own certificate first, then those of its issuers
     * @param keyFile one private key: PKCS#8, PKCS#1 RSA or SEC 1 EC
     */
    public PemIdentity(Path chainFile, Path keyFile) {
        this(chainFile, keyFile, () -> new char[0], Clock.systemUTC());
    }

    /**
     * An identity whose key may be encrypted.
     *
     * @param chainFile the own certificate first, then those of its issuers
     * @param keyFile one private key: PKCS#8 (plain or encrypted), PKCS#1 RSA or SEC 1 EC
     * @param password asked only for an encrypted key; gives a new array each time, which is wiped after use; an empty one
     *     stands for no password
     * @param clock tells whether the certificate is valid
     */
    public PemIdentity(Path chainFile, Path keyFile, Supplier<char[]> password, Clock clock) {
        this.chainFile = chainFile;
        this.keyFile = keyFile;
        this.password = password;
        this.clock = clock;
    }

    @Override
    public Identity identity() throws CertificateProblem {
        List<PemBlock> blocks = certificateBlocks();
        List<X509Certificate> chain = new ArrayList<>();
        for (PemBlock block : blocks)
            chain.add(Certificates.decode(chainFile, block));
        PrivateKey key = new PrivateKeys(keyFile, password).decode(keyBlock());
        requireKeyOfFirst(chain, key);
        requireOrder(blocks, chain);
        requireValidNow(blocks.getFirst(), chain.getFirst());
        return new Identity(chain, key);
    }

    /** The chain file may hold the key as well, as many tools write it; other blocks are skipped. */
    private List<PemBlock> certificateBlocks() throws CertificateProblem {
        List<PemBlock> blocks = PemFile.read(chainFile).stream().filter(PemBlock::certificate).toList();
        if (!blocks.isEmpty()) return blocks;
        throw CertificateProblem.in(chainFile, "there is no CERTIFICATE in it", "are chain and key file exchanged?");
    }

    private PemBlock keyBlock() throws CertificateProblem {
        List<PemBlock> keys = PemFile.read(keyFile).stream().filter(PemBlock::privateKey).toList();
        if (keys.isEmpty()) {
            throw CertificateProblem.in(keyFile, "there is no PRIVATE KEY in it", "are chain and key file exchanged?");
        }
        if (keys.size() > 1) {
            throw CertificateProblem.at(keyFile, keys.get(1).line(), "a second private key", "leave one in the file");
        }
        return keys.getFirst();
    }

    private void requireKeyOfFirst(List<X509Certificate> chain, PrivateKey key) throws CertificateProblem {
        if (KeyFit.fits(key, chain.getFirst().getPublicKey())) return;
        boolean another = chain.stream().anyMatch(certificate -> KeyFit.fits(key, certificate.getPublicKey()));
        String mend = another
                ? "its certificate is in the chain but not first: move it to the top of the chain file"
                : "name the key that the certificate was made for, or have a new certificate made";
        throw CertificateProblem.in(keyFile, "the key does not belong to the first certificate of " + chainFile, mend);
    }

    private void requireOrder(List<PemBlock> blocks, List<X509Certificate> chain) throws CertificateProblem {
        for (int i = 1; i < chain.size(); i++) {
            var issuer = chain.get(i - 1).getIssuerX500Principal();
            if (!issuer.equals(chain.get(i).getSubjectX500Principal())) {
                throw CertificateProblem.at(chainFile, blocks.get(i).line(),
                        "the certificate did not issue the one before it, " + issuer + " did",
                        "put each certificate after the one it issued");
            }
        }
    }

    /** Only the own certificate: public chains are known to carry an expired cross-certificate that clients pass over. */
    private void requireValidNow(PemBlock block, X509Certificate own) throws CertificateProblem {
        Instant now = clock.instant();
        Instant from = own.getNotBefore().toInstant();
        Instant until = own.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw CertificateProblem.at(chainFile, block.line(), "the certificate expired at " + until, "renew it");
        }
        if (now.isBefore(from)) {
            throw CertificateProblem.at(chainFile, block.line(), "the certificate is not valid before " + from,
                    "wait, or check the clock of this machine, which shows " + now);
        }
    }
}
