package io.tokenward.certs;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/** Turns a block of a PEM file into a certificate. */
final class Certificates {
    private Certificates() {}

    static X509Certificate decode(Path file, PemBlock block) throws CertificateProblem {
        try {
            var factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der()));
        } catch (CertificateException e) {
            throw CertificateProblem.at(file, block.line(), "the block is no X.509 certificate",
                    "take it out or copy it again").because(e);
        }
    }
}
