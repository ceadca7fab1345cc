package io.tokenward.proxy.listener;

import io.tokenward.certs.CertificateLife;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How it stands with the certificates of a listener. Immutable.
 *
 * @param loaded when those in force were read
 * @param problem why newer files are not in force; empty when the files and what is in force agree
 * @param certificates the own certificates in force, in the order of the configuration
 */
public record TlsStatus(Instant loaded, Optional<String> problem, List<CertificateLife> certificates) {
    public TlsStatus {
        certificates = List.copyOf(certificates);
    }
}
