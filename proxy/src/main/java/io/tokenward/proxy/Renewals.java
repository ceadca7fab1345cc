package io.tokenward.proxy;

import io.tokenward.certs.acme.AcmeAccount;
import io.tokenward.certs.acme.AcmeFiles;
import io.tokenward.certs.acme.AcmeOrders;
import io.tokenward.certs.acme.ChallengeKind;
import io.tokenward.certs.acme.Renewal;
import io.tokenward.proxy.config.AcmeSettings;
import io.tokenward.proxy.config.ConfigProblem;
import io.tokenward.proxy.config.ListenerSettings;
import io.tokenward.proxy.config.SecretReference;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.listener.Challenges;
import io.tokenward.proxy.metric.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the certificates that are ordered by ACME fresh, on a thread of its own that may wait for minutes. What it gets lies
 * in files, which listeners read like any others. Thread-safe.
 */
final class Renewals implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Renewals.class);
    private static final long POLL_SECONDS = 5;
    private static final int LAST_WRITES_SECONDS = 3;

    private final Challenges challenges = new Challenges();
    private final Map<String, Renewal> renewals = new LinkedHashMap<>();
    private final Clock clock;
    private final LongAdder issued = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("acme", 0).factory());

    Renewals(Settings settings, Clock clock) {
        this.clock = clock;
        settings.acme().ifPresent(acme -> {
            var orders = new AcmeOrders(account(acme), acme.storage(), challenges, clock);
            settings.listeners()
                    .stream()
                    .flatMap(listener -> listener.tls() instanceof ListenerSettings.Identities(var identities)
                            ? identities.stream()
                            : Stream.empty())
                    .filter(ListenerSettings.Ordered.class::isInstance)
                    .map(ListenerSettings.Identity::names)
                    .distinct()
                    .forEach(names -> renewals.put(names.getFirst(), new Renewal(
                            new AcmeFiles(acme.storage(), names, clock), orders, clock, new SecureRandom())));
        });
    }

    /** What is answered to the authority. */
    Challenges challenges() {
        return challenges;
    }

    /** Tells how orders end and when the next is made, for certificates by their first name. */
    void count(Metrics told) {
        if (renewals.isEmpty()) return;
        told.counted("tokenward.acme.orders", "Orders of certificates that have ended.", issued::sum, "result",
                "issued");
        told.counted("tokenward.acme.orders", "Orders of certificates that have ended.", failed::sum, "result",
                "failed");
        renewals.forEach((name, renewal) -> told.gauge("tokenward.acme.next.order.seconds",
                "Seconds until the next order of a certificate.", () -> seconds(renewal), "name", name));
    }

    private double seconds(Renewal renewal) {
        return renewal.planned().map(when -> Duration.between(clock.instant(), when).toMillis() / 1e3).orElse(0.0);
    }

    /** Begins to look; the listeners answer by then. */
    void start() {
        if (!renewals.isEmpty()) thread.scheduleWithFixedDelay(this::poll, 0, POLL_SECONDS, TimeUnit.SECONDS);
    }

    private void poll() {
        for (Renewal renewal : renewals.values())
            try {
                tell(renewal.poll());
            } catch (RuntimeException | StackOverflowError defect) {
                // Not thrown on: nothing would be looked after any more, and nobody would know.
                LOG.error("A certificate could not be looked after", defect);
            }
    }

    private void tell(Renewal.Outcome outcome) {
        switch (outcome) {
            case Renewal.Outcome.NotDue() -> {}
            case Renewal.Outcome.Elsewhere() -> {}
            case Renewal.Outcome.Renewed(var life) -> {
                issued.increment();
                LOG.info("acme: a new certificate for {}, valid until {}", life.name(), life.until());
            }
            case Renewal.Outcome.Failed(String problem, var next) -> {
                failed.increment();
                LOG.error("acme: no new certificate, tried again after {}: {}", next, problem);
            }
        }
    }

    private static AcmeAccount account(AcmeSettings acme) {
        return new AcmeAccount(acme.directory(), acme.contacts(),
                acme.binding().map(binding -> new AcmeAccount.Binding(binding.keyId(), () -> key(binding.key()))),
                acme.trust(), acme.http().isPresent() ? ChallengeKind.HTTP : ChallengeKind.TLS_ALPN);
    }

    private static byte[] key(SecretReference reference) {
        try {
            return reference.resolve();
        } catch (ConfigProblem missing) {
            throw new UncheckedIOException(new IOException(String.join("; ", missing.messages())));
        }
    }

    /** Ends an order under way, and waits a little until what is known of it is written. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(LAST_WRITES_SECONDS, TimeUnit.SECONDS))
                LOG.warn("an order of a certificate has not ended with the proxy; it counts as one that failed");
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
