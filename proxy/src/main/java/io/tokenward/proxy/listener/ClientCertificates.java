package io.tokenward.proxy.listener;

import io.tokenward.certs.Revocation;
import java.nio.file.Path;

/** What a listener wants to see of its clients during the handshake. */
public sealed interface ClientCertificates {
    /** No certificate is asked for. */
    record NotAsked() implements ClientCertificates {}

    /**
     * Only a certificate issued below one of the anchors lets a client in.
     *
     * @param anchors PEM file with the certificates of the issuers believed
     * @param required whether a client without any certificate is refused during the handshake
     * @param revocation where it is looked up whether a certificate was revoked
     */
    record Asked(Path anchors, boolean required, Revocation revocation) implements ClientCertificates {}
}
