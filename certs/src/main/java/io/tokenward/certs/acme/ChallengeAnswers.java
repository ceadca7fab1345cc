package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;

/** What the proxy answers to an authority that looks whether a name is held here. Thread-safe. */
public interface ChallengeAnswers {
    /**
     * From now on handshakes for that host that offer {@code acme-tls/1} are shown this certificate, and no others.
     *
     * @throws CertificateProblem if the TLS engine does not take it
     */
    void show(String host, Identity certificate) throws CertificateProblem;

    /** From now on that text is what stands at {@code /.well-known/acme-challenge/<token>}. */
    void tell(String token, String text);

    /** Takes back what is shown for that host, or told under that token. */
    void forget(String hostOrToken);
}
