package io.tokenward.certs.acme;

import io.tokenward.certs.CertificateLife;
import io.tokenward.certs.CertificateProblem;
import io.tokenward.certs.Identity;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Orders a certificate when there is none, when it lacks a name, and when two thirds of its life are over or its authority
 * wants it. After a failure it
 * waits, longer each time and a little differently at each proxy, and never less than the authority asks for; the certificate
 * in force is not touched. Not thread-safe: belongs to the one thread that polls it and may wait there for minutes.
 */
public final class Renewal {
    /** Four orders in the first hour: authorities forbid more failures (Let's Encrypt five for each name and hour). */
    private static final Duration FIRST_WAIT = Duration.ofMinutes(2);
    private static final int FACTOR = 3;
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);
    /** Of an authority's Retry-After: a mistake there must not cost the certificate. */
    private static final Duration LONGEST_OBEYED = Duration.ofDays(7);
    /** Others may have changed the files. */
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private final AcmeFiles files;
    private final Orders orders;
    private final Clock clock;
    private final RandomGenerator random;
    private final RenewalAdvice advice;
    private Instant next = Instant.EPOCH;
    private volatile Optional<Instant> planned = Optional.empty();
    /** Known here too, in case that they cannot be written down. */
    private int failures;

    /** @param random spreads the waits of many proxies */
    public Renewal(AcmeFiles files, Orders orders, Clock clock, RandomGenerator random) {
        this.files = files;
        this.orders = orders;
        this.clock = clock;
        this.random = random;
        advice = new RenewalAdvice(orders, clock, random);
    }

    /** When the next order is made, as far as is known now; empty before the first look. For any thread. */
    public Optional<Instant> planned() {
        return planned;
    }

    /** What came of a poll. */
    public sealed interface Outcome {
        /** Nothing had to be done. */
        record NotDue() implements Outcome {}

        /** Another process is at it; asked again soon. */
        record Elsewhere() implements Outcome {}

        /** A new certificate lies in its file. */
        record Renewed(CertificateLife life) implements Outcome {}

        /**
         * There is none.
         *
         * @param next when it is tried again
         */
        record Failed(String problem, Instant next) implements Outcome {}
    }

    /** Does what is due now. Cheap where nothing is; meant to be called every few seconds. */
    public Outcome poll() {
        Instant now = clock.instant();
        if (now.isBefore(believed(next, now))) return new Outcome.NotDue();
        var step = new Step();
        try {
            return files.alone(step) ? step.outcome : new Outcome.Elsewhere();
        } catch (CertificateProblem storage) {
            return failed(String.valueOf(storage.getMessage()), Optional.empty());
        }
    }

    private final class Step implements AcmeFiles.Step {
        private Outcome outcome = new Outcome.NotDue();

        @Override
        public void take() throws CertificateProblem {
            Instant now = clock.instant();
            RenewalState read = RenewalState.read(files.stateFile());
            Optional<X509Certificate> held = files.complete().map(Identity::certificate);
            Optional<Instant> advised = held.flatMap(advice::moment);
            RenewalState known = read.advised(advised);
            if (!known.equals(read)) known.write(files.stateFile());
            Instant due = held.map(one -> due(one, advised)).orElse(Instant.EPOCH);
            Instant allowed = believed(known.notBefore(), now);
            Instant when = due.isAfter(allowed) ? due : allowed;
            if (now.isBefore(when)) {
                Instant look = now.plus(LOOK_AGAIN);
                next = when.isBefore(look) ? when : look;
                planned = Optional.of(when);
                return;
            }
            failures = Math.max(failures, known.failures());
            // An authority that knows nothing of it would refuse the order, as it may when the first one has failed.
            outcome = order(known, held.filter(one -> advised.isPresent() && failures == 0));
            planned = Optional.of(next);
        }
    }

    /** Nothing is put off for so long: the clock was ahead when it was noted. */
    private static Instant believed(Instant when, Instant now) {
        return when.isAfter(now.plus(LONGEST_OBEYED)) ? now : when;
    }

    private static Instant due(X509Certificate held, Optional<Instant> advised) {
        return RenewalNote.due(held.getNotBefore().toInstant(), held.getNotAfter().toInstant(), advised);
    }

    private Outcome order(RenewalState known, Optional<X509Certificate> replaced) throws CertificateProblem {
        // Counted before it is made: one that cannot be noted, or that the proxy does not outlive, must not be made again at once.
        next = clock.instant().plus(wait(failures + 1));
        new RenewalState(failures + 1, next, known.problem()).write(files.stateFile());
        try {
            Identity fresh = orders.order(files.names(), replaced);
            files.replace(fresh);
            // A certificate whose life is as good as over when it comes must not be ordered in a circle.
            next = clock.instant().plus(LOOK_AGAIN);
            failures = 0;
            new RenewalState(0, next, Optional.empty()).write(files.stateFile());
            return new Outcome.Renewed(CertificateLife.of(fresh.certificate()));
        } catch (OrderProblem refused) {
            return ended(known)
                    ? new Outcome.NotDue()
                    : failed(String.valueOf(refused.getMessage()), refused.retryAfter());
        } catch (CertificateProblem unusable) {
            return ended(known)
                    ? new Outcome.NotDue()
                    : failed(String.valueOf(unusable.getMessage()), Optional.empty());
        }
    }

    /** An order that ends with the proxy says nothing of the next one: what was known before is. */
    private boolean ended(RenewalState known) {
        if (!Thread.interrupted()) return false;
        try {
            known.write(files.stateFile());
        } catch (CertificateProblem unwritable) {
            // Then it counts as a failure.
            return true;
        } finally {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private Outcome failed(String problem, Optional<Instant> retryAfter) {
        failures = Math.max(failures + 1, RenewalState.read(files.stateFile()).failures());
        Instant now = clock.instant();
        Instant when = now.plus(wait(failures));
        Instant latest = now.plus(LONGEST_OBEYED);
        Instant asked = retryAfter.filter(when::isBefore).orElse(when);
        next = asked.isBefore(latest) ? asked : latest;
        try {
            new RenewalState(failures, next, Optional.of(problem)).write(files.stateFile());
        } catch (CertificateProblem unwritable) {
            return new Outcome.Failed(problem + "; " + unwritable.getMessage(), next);
        }
        return new Outcome.Failed(problem, next);
    }

    /** From three quarters to five quarters of it. */
    private Duration wait(int times) {
        Duration wait = FIRST_WAIT;
        for (int i = 1; i < times && wait.compareTo(LONGEST_WAIT) < 0; i++)
            wait = wait.multipliedBy(FACTOR);
        Duration most = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        return most.multipliedBy(3).dividedBy(4).plusMillis(random.nextLong(most.toMillis() / 2));
    }
}
