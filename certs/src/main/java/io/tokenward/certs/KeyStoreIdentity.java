package io.tokenward.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * An identity in one PKCS#12 file (RFC 7292), as Windows, macOS and {@code openssl pkcs12} export it: one private key and
 * its chain under one password. Reads the file on every call; thread-safe.
 */
public final class KeyStoreIdentity implements IdentitySource {
    private static final String ONE_KEY = "export the one key and its chain into a file of their own";

    private final Path file;
    private final Supplier<char[]> password;
    private final Clock clock;

    /**
     * An identity in that file.
     *
     * @param file PKCS#12, commonly {@code .p12} or {@code .pfx}
     * @param password gives a new array each time, which is wiped after use; an empty one is an empty password
     * @param clock tells whether the certificate is valid
     */
    public KeyStoreIdentity(Path file, Supplier<char[]> password, Clock clock) {
        this.file = file;
        this.password = password;
        this.clock = clock;
    }

    @Override
    public Identity identity() throws CertificateProblem {
        return read().identity(clock.instant());
    }

    KeyedChain read() throws CertificateProblem {
        byte[] bytes = PemFile.bytes(file);
        refuseOtherFormats(bytes);
        char[] secret = password.get();
        try {
            KeyStore store = open(bytes, secret);
            String alias = onlyKey(store);
            return new KeyedChain(chain(store, alias), key(store, alias, secret), file);
        } catch (GeneralSecurityException e) {
            // No cause, here and below: messages of key stores may quote what they met.
            throw CertificateProblem.in(file, "the key or a certificate in the key store cannot be read", ONE_KEY);
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    @Override
    public List<Path> files() {
        return List.of(file);
    }

    private void refuseOtherFormats(byte[] bytes) throws CertificateProblem {
        if (bytes.length == 0) throw CertificateProblem.in(file, "the file is empty", "copy the file again as a whole");
        if (bytes[0] == '-') {
            throw CertificateProblem.in(file, "not PKCS#12 but PEM", "name it as chain and key instead of as store");
        }
        if (bytes.length > 4 && (bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xed) {
            throw CertificateProblem.in(file, "not PKCS#12 but a Java key store of the old kind",
                    "convert it with keytool -importkeystore -deststoretype pkcs12");
        }
    }

    private KeyStore open(byte[] bytes, char[] secret) throws CertificateProblem, GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), secret);
            return store;
        } catch (IOException e) {
            // The password's check is the integrity check of the whole file: one cannot be told from the other for sure.
            throw CertificateProblem.in(file, "the key store is damaged or the password is wrong",
                    "check the password, then copy the file again as a whole");
        }
    }

    private String onlyKey(KeyStore store) throws CertificateProblem, GeneralSecurityException {
        List<String> keys = new ArrayList<>();
        for (String alias : Collections.list(store.aliases()))
            if (store.isKeyEntry(alias)) keys.add(alias);
        if (keys.isEmpty()) {
            throw CertificateProblem.in(file, "there is no private key in the key store",
                    "export the certificate together with its key");
        }
        if (keys.size() > 1) {
            throw CertificateProblem.in(file, "there are " + keys.size() + " private keys in the key store", ONE_KEY);
        }
        return keys.getFirst();
    }

    private PrivateKey key(KeyStore store, String alias, char[] secret)
            throws CertificateProblem, GeneralSecurityException {
        Key key = store.getKey(alias, secret);
        if (key instanceof PrivateKey found && KeyFit.usable(found)) return found;
        throw CertificateProblem.in(file, "the key in the key store is of an unsupported kind", PrivateKeys.SUPPORTED);
    }

    private CertificateChain chain(KeyStore store, String alias) throws CertificateProblem, GeneralSecurityException {
        Certificate @Nullable [] found = store.getCertificateChain(alias);
        List<X509Certificate> chain = new ArrayList<>();
        if (found != null) {
            for (Certificate certificate : found)
                if (certificate instanceof X509Certificate readable) chain.add(readable);
        }
        if (chain.isEmpty()) {
            throw CertificateProblem.in(file, "the key in the key store has no certificate",
                    "export it together with its certificate");
        }
        return new CertificateChain(file, List.copyOf(chain), List.of());
    }
}
