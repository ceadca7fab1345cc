package io.tokenward.certs.acme;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the authority says of when the certificate that is held should be ordered anew (RFC 9773): sooner, if it is to be
 * revoked, or spread over a time that suits it. Asked once an hour at most, once a day at least; while it is silent, what it
 * said last counts. Not thread-safe.
 */
final class RenewalAdvice {
    private static final Duration LEAST_PAUSE = Duration.ofHours(1);
    private static final Duration USUAL_PAUSE = Duration.ofHours(6);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final Orders orders;
    private final Clock clock;
    private final RandomGenerator random;
    private Optional<X509Certificate> about = Optional.empty();
    private Optional<RenewalWindow> window = Optional.empty();
    /** In the window: each proxy takes another moment, and keeps it while the window stays. */
    private Optional<Instant> moment = Optional.empty();
    private Instant askAgain = Instant.EPOCH;

    RenewalAdvice(Orders orders, Clock clock, RandomGenerator random) {
        this.orders = orders;
        this.clock = clock;
        this.random = random;
    }

    /** When to order that certificate anew, asked where it is time to; empty where nothing is said of it. May wait for a network. */
    Optional<Instant> moment(X509Certificate held) {
        if (!about.equals(Optional.of(held))) {
            about = Optional.of(held);
            take(Optional.empty());
            askAgain = Instant.EPOCH;
        }
        if (!clock.instant().isBefore(askAgain)) ask(held);
        return moment;
    }

    private void ask(X509Certificate held) {
        Duration pause = USUAL_PAUSE;
        try {
            Optional<RenewalWindow> said = orders.window(held);
            if (!said.map(RenewalAdvice::span).equals(window.map(RenewalAdvice::span))) take(said);
            pause = said.flatMap(RenewalWindow::askAgain)
                    .map(when -> Duration.between(clock.instant(), when))
                    .orElse(USUAL_PAUSE);
        } catch (OrderProblem silent) {
            // No reason to say anything: the certificate is ordered anew in good time without advice.
            pause = USUAL_PAUSE;
        }
        Duration least = pause.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : pause;
        askAgain = clock.instant().plus(least.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : least);
    }

    private static List<Instant> span(RenewalWindow window) {
        return List.of(window.start(), window.end());
    }

    private void take(Optional<RenewalWindow> said) {
        window = said;
        moment = said.map(one -> one.start()
                .plusSeconds(random.nextLong(Math.max(1, Duration.between(one.start(), one.end()).toSeconds()))));
    }
}
