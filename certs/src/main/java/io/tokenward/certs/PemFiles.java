package io.tokenward.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** Writes PEM files (RFC 7468), each replaced as a whole: a reader finds the old one or the new one, never half of one. */
public final class PemFiles {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> EVERYBODY = PosixFilePermissions.fromString("rw-r--r--");

    private PemFiles() {}

    /**
     * Writes an identity: the chain for everybody, the key, unencrypted, for its owner alone.
     *
     * @throws CertificateProblem if one cannot be written
     */
    public static void write(Identity identity, Path chainFile, Path keyFile) throws CertificateProblem {
        Path current = keyFile;
        try {
            writeKey(keyFile, identity.key());
            current = chainFile;
            replace(chainFile, text(identity.chain()), EVERYBODY);
        } catch (IOException e) {
            throw PemFile.unreadable(current, e);
        }
    }

    /**
     * Writes chain and unencrypted key into one file for its owner alone, so that there is no moment at which they do not fit.
     *
     * @throws CertificateProblem if it cannot be written
     */
    public static void writeTogether(Identity identity, Path file) throws CertificateProblem {
        writeForOwner(text(identity.chain()) + pem("PRIVATE KEY", identity.key().getEncoded()), file);
    }

    /**
     * Writes a text in ASCII for its owner alone.
     *
     * @throws CertificateProblem if it cannot be written
     */
    public static void writeForOwner(String text, Path file) throws CertificateProblem {
        try {
            replace(file, text, OWNER);
        } catch (IOException e) {
            throw PemFile.unreadable(file, e);
        }
    }

    /** Writes a private key, unencrypted in PKCS#8, for its owner alone. */
    public static void writeKey(Path file, PrivateKey key) throws IOException {
        replace(file, pem("PRIVATE KEY", key.getEncoded()), OWNER);
    }

    /** A private key in PKCS#8 for its owner alone, its public key for everybody. */
    static void writeKeyPair(Path privateFile, byte[] privateKey, Path publicFile, byte[] publicKey)
            throws IOException {
        replace(privateFile, pem("PRIVATE KEY", privateKey), OWNER);
        replace(publicFile, pem("PUBLIC KEY", publicKey), EVERYBODY);
    }

    /** For the owner alone: what an authority says of itself is shown to others by its owner. */
    static void writeOwnCertificate(Path file, X509Certificate certificate) throws IOException {
        replace(file, text(List.of(certificate)), OWNER);
    }

    private static String text(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates)
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read or made has no encoding", e);
        }
        return text.toString();
    }

    private static String pem(String label, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
    }

    private static void replace(Path file, String content, Set<PosixFilePermission> permissions) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) throw new IOException(file + " is no file");
        // Made with its permissions, not given them afterwards: there is no moment at which others may read a key.
        Path draft = Files.createTempFile(directory, "." + file.getFileName(), ".new", attributes(file, OWNER));
        try {
            Files.writeString(draft, content, StandardCharsets.US_ASCII);
            if (posix(file)) Files.setPosixFilePermissions(draft, permissions);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Attributes for a new file or directory, where the file system knows them. */
    static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
        return posix(path)
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
