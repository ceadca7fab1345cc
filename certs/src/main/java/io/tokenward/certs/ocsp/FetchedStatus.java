package io.tokenward.certs.ocsp;

import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import io.tokenward.certs.StapledStatus;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/**
 * The status of a certificate in use, asked of the responder that it names: at once, then whenever half of an answer's time is
 * over. While the responder is down, the last answer serves until it runs out. {@link #current} is for any thread, {@link
 * #serve} too; {@link #poll} belongs to one, which may wait there for a network.
 */
public final class FetchedStatus {
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    /** However short an answer's time is. */
    private static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);

    private static final Duration FARTHEST = Duration.ofDays(40);

    private record Kept(X509Certificate own, StapledStatus status) {}

    private final Destinations destinations;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile @Nullable Identity served;
    private volatile @Nullable Kept kept;
    private volatile @Nullable String problem;
    private @Nullable X509Certificate asked; // of the polling thread, as are the next two
    private Instant next = Instant.EPOCH;
    private int failures;

    /** @param random spreads the questions of many proxies */
    public FetchedStatus(Destinations destinations, Clock clock, RandomGenerator random) {
        this.destinations = destinations;
        this.clock = clock;
        this.random = random;
    }

    /** From now on that identity is shown, and its status is wanted. */
    public void serve(Identity identity) {
        served = identity;
    }

    /** What may be sent along with that certificate now. */
    public Optional<StapledStatus> current(X509Certificate own) {
        Kept now = kept;
        return now != null && now.own().equals(own) && now.status().inForce(clock.instant())
                ? Optional.of(now.status())
                : Optional.empty();
    }

    /** Why the last question had no answer that could be used; empty where it had one. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Asks if it is time to. Cheap where it is not; meant to be called every few seconds.
     *
     * @return what went wrong just now
     */
    public Optional<String> poll() {
        Identity identity = served;
        if (identity == null) return Optional.empty();
        if (!identity.certificate().equals(asked)) {
            asked = identity.certificate();
            next = Instant.EPOCH;
            failures = 0;
        }
        Instant now = clock.instant();
        // What is so far ahead was noted by a clock that was.
        if (now.isBefore(next) && next.isBefore(now.plus(FARTHEST))) return Optional.empty();
        next = now.plus(SHORTEST_WAIT);
        try {
            StapledStatus fresh = ask(identity);
            kept = new Kept(identity.certificate(), fresh);
            failures = 0;
            problem = null;
            Duration half = Duration.between(clock.instant(), fresh.until()).dividedBy(2);
            next = clock.instant().plus(half.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : spread(half));
        } catch (CertificateProblem failed) {
            problem = failed.getMessage();
            next = clock.instant().plus(spread(wait(failures++)));
        }
        return problem();
    }

    private StapledStatus ask(Identity identity) throws CertificateProblem {
        X509Certificate own = identity.certificate();
        if (identity.chain().size() < 2)
            throw CertificateProblem.of("the chain has no issuer, whose signature makes a status believable",
                    "append the issuer's certificate to the chain");
        var question = new VerifiedStatus(own, identity.chain().get(1));
        Optional<StapledStatus> answer = question.of(Responder.of(own).ask(question.request(), destinations),
                clock.instant());
        if (answer.isPresent()) return answer.get();
        // An earlier answer that said otherwise is not sent any more.
        kept = null;
        throw CertificateProblem.of("the responder says that the certificate is revoked or unknown: get a new one",
                "the certificate is sent without a new status");
    }

    private static Duration wait(int failuresBefore) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failuresBefore, 10));
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    /** A tenth less at most: never later than it should be. */
    private Duration spread(Duration wait) {
        return wait.minusMillis(random.nextLong(Math.max(1, wait.toMillis() / 10)));
    }
}
