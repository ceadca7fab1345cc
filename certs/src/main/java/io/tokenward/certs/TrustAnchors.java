package io.tokenward.certs;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Whom we trust: the certificates of a PEM bundle. */
public final class TrustAnchors {
    private TrustAnchors() {}

    /**
     * All certificates of the file in its order; at least one. Expired ones are kept, as every public bundle has some:
     * validation passes them over.
     *
     * @param pem a PEM file with certificates; text between them is skipped
     * @throws CertificateProblem if it cannot be read, holds no certificate, or holds anything else, such as a key
     */
    public static List<X509Certificate> read(Path pem) throws CertificateProblem {
        List<X509Certificate> anchors = new ArrayList<>();
        for (PemBlock block : PemFile.read(pem)) {
            if (block.privateKey()) {
                throw CertificateProblem.at(pem, block.line(), "a private key stands among the trusted certificates",
                        "take it out; who can read the bundle can read the key");
            }
            if (!block.certificate()) {
                throw CertificateProblem.at(pem, block.line(), "a block " + block.label() + " is no certificate",
                        "leave only CERTIFICATE blocks in the bundle");
            }
            anchors.add(Certificates.decode(pem, block));
        }
        return List.copyOf(anchors);
    }
}
