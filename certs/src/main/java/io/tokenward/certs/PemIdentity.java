package io.tokenward.certs;

import java.nio.file.Path;
import java.time.Clock;
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
        return read().identity(clock.instant());
    }

    KeyedChain read() throws CertificateProblem {
        CertificateChain chain = CertificateChain.readPem(chainFile);
        return new KeyedChain(chain, new PrivateKeys(keyFile, password).decode(keyBlock()), keyFile);
    }

    @Override
    public List<Path> files() {
        return List.of(chainFile, keyFile);
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
}
