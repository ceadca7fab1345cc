package io.tokenward.certs;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;

/** Reads revocation lists (RFC 5280 section 5) from PEM files. */
final class RevocationLists {
    private static final String LABEL = "X509 CRL";

    private RevocationLists() {}

    /** All lists of all files, at least one in each; whether they are out of date is for validation to say. */
    static List<X509CRL> read(List<Path> files) throws CertificateProblem {
        List<X509CRL> lists = new ArrayList<>();
        for (Path file : files)
            for (PemBlock block : PemFile.read(file))
                lists.add(decode(file, block));
        return List.copyOf(lists);
    }

    private static X509CRL decode(Path file, PemBlock block) throws CertificateProblem {
        if (!block.label().equals(LABEL)) {
            throw CertificateProblem.at(file, block.line(), "a block " + block.label() + " is no revocation list",
                    "leave only " + LABEL + " blocks in the file");
        }
        try {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(block.der()));
        } catch (CertificateException | CRLException e) {
            throw CertificateProblem.at(file, block.line(), "the revocation list cannot be read",
                    "fetch it from its authority again");
        }
    }
}
