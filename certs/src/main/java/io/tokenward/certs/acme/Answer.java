package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateProblem;
import java.security.SecureRandom;
import java.time.Instant;

import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/** What answers one challenge. Immutable. */
sealed interface Answer {
    Challenge challenge();

    void give(String host, ChallengeAnswers answers) throws CertificateProblem;

    void takeBack(String host, ChallengeAnswers answers);

    /** A certificate for a handshake that asks for it. */
    record Handshake(TlsAlpn01Challenge challenge, SecureRandom random) implements Answer {
        @Override
        public void give(String host, ChallengeAnswers answers) throws CertificateProblem {
            // The library's own certificate for this takes RSA keys alone.
            answers.show(host, SelfSigned.challenge(host, challenge.getAcmeValidation(), Instant.now(), random));
        }

        @Override
        public void takeBack(String host, ChallengeAnswers answers) {
            answers.forget(host);
        }
    }

    /** A text at a path. */
    record Text(Http01Challenge challenge) implements Answer {
        @Override
        public void give(String host, ChallengeAnswers answers) {
            answers.tell(challenge.getToken(), challenge.getAuthorization());
        }

        @Override
        public void takeBack(String host, ChallengeAnswers answers) {
            answers.forget(challenge.getToken());
        }
    }

    static Answer to(Authorization authorization, ChallengeKind kind, SecureRandom random) throws OrderProblem {
        String host = authorization.getIdentifier().getDomain();
        return switch (kind) {
            case TLS_ALPN -> new Handshake(authorization.findChallenge(TlsAlpn01Challenge.class)
                    .orElseThrow(() -> notOffered(host, TlsAlpn01Challenge.TYPE,
                            "name a listener for the other kind in acme.http")),
                    random);
            case HTTP -> new Text(authorization.findChallenge(Http01Challenge.class)
                    .orElseThrow(() -> notOffered(host, Http01Challenge.TYPE,
                            "take acme.http out for the other kind")));
        };
    }

    private static OrderProblem notOffered(String host, String type, String mend) {
        return new OrderProblem("the authority offers no " + type + " for " + host + "; " + mend);
    }
}
