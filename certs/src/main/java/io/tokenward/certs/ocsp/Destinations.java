package io.tokenward.certs.ocsp;

import io.tokenward.certs.CertificateProblem;
import java.net.InetAddress;

/** Where responders may be: what a certificate names is an address that others chose. */
@FunctionalInterface
public interface Destinations {
    /**
     * The address to connect to, looked up once. May wait for a name server.
     *
     * @throws CertificateProblem if the host is none, has no address, or none that may be connected to
     */
    InetAddress allowed(String host) throws CertificateProblem;
}
