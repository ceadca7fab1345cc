package io.tokenward.proxy.listener;

import io.netty.handler.ssl.SslContext;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.acme.ChallengeAnswers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.SSLException;

/**
 * What is shown and told to an authority that looks whether the names of an order are held here; nothing most of the time, and
 * never more than one order has names. Thread-safe.
 */
public final class Challenges implements ChallengeAnswers {
    private final Map<String, SslContext> shown = new ConcurrentHashMap<>();
    private final Map<String, String> told = new ConcurrentHashMap<>();

    @Override
    public void show(String host, Identity certificate) throws CertificateProblem {
        try {
            shown.put(host, TlsContexts.challenge(certificate));
        } catch (SSLException refused) {
            throw CertificateProblem.of("the TLS engine does not take the certificate of a challenge for " + host,
                    "use acme.http");
        }
    }

    @Override
    public void tell(String token, String text) {
        told.put(token, text);
    }

    @Override
    public void forget(String hostOrToken) {
        shown.remove(hostOrToken);
        told.remove(hostOrToken);
    }

    /** Whether any handshake is to be shown something. */
    boolean pending() {
        return !shown.isEmpty();
    }

    Optional<SslContext> shown(String host) {
        return Optional.ofNullable(shown.get(host));
    }

    Optional<String> told(String token) {
        return Optional.ofNullable(told.get(token));
    }
}
