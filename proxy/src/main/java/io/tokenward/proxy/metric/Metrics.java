package io.tokenward.proxy.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tokenward.proxy.audit.ExchangeLog;
import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.problem.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * All metrics of the proxy; {@code docs/metrics.md} lists them. Labels come from the configuration and from closed lists, never
 * from callers, so that their number is bounded. Thread-safe; a record costs some additions and no allocation of meters once its
 * kind was seen.
 */
public final class Metrics implements ExchangeLog, AutoCloseable {
    private static final Duration[] BOUNDS = durations(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000, 60_000);
    private static final Duration[] FINE_BOUNDS = {Duration.ofNanos(50_000), Duration.ofNanos(100_000),
            Duration.ofNanos(250_000), Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofMillis(2),
            Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
            Duration.ofMillis(250),
            Duration.ofSeconds(1)};

    private record Compared(String policy, String decision, String other, String otherDecision) {}

    private record Kind(String route, String operation, String decision, String problem) {}

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final Map<Kind, Counter> exchanges = new ConcurrentHashMap<>();
    private final Map<String, Counter> coverage = new ConcurrentHashMap<>();
    private final Map<String, Counter> shadow = new ConcurrentHashMap<>();
    private final Map<Compared, Counter> comparisons = new ConcurrentHashMap<>();
    private final Counter estimated = tokens("estimated");
    private final Counter used = tokens("used");
    private final Counter blocked = tokens("blocked");
    private final Counter upstreamBytes = Counter.builder("tokenward.upstream.request.bytes")
            .description("Bytes of request bodies that upstreams got.")
            .register(registry);
    private final Timer head = phase("head");
    private final Timer screen = phase("screen");
    private final Timer firstByte = Timer.builder("tokenward.upstream.first.byte")
            .description("From the request to the first byte of the upstream's answer.")
            .serviceLevelObjectives(BOUNDS)
            .register(registry);
    private final Timer total = Timer.builder("tokenward.exchange.duration")
            .description("Whole exchanges, streams to their end.")
            .serviceLevelObjectives(BOUNDS)
            .register(registry);
    private final Timer lag = Timer.builder("tokenward.event.loop.lag")
            .description("How late an event loop comes to what is due.")
            .serviceLevelObjectives(FINE_BOUNDS)
            .register(registry);
    private final MultiGauge certificates = MultiGauge.builder("tokenward.certificate.days.left")
            .description("Days until the own certificates expire.")
            .register(registry);
    private final MultiGauge rules = MultiGauge.builder("tokenward.rules")
            .description("The rules in force, by version.")
            .register(registry);

    /** With what the Java virtual machine tells of itself. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        garbage.bindTo(registry);
    }

    @Override
    public void ended(ExchangeRecord record) {
        // An unknown path names no operation, whatever it was.
        var kind = new Kind(record.route(), record.operation(), record.decision(),
                record.problem().map(Problem::name).orElse(""));
        exchanges.computeIfAbsent(kind, this::counter).increment();
        coverage.computeIfAbsent(record.coverage(), this::covered).increment();
        record.findings()
                .stream()
                .filter(ExchangeRecord.Place::shadow)
                .map(ExchangeRecord.Place::rule)
                .distinct()
                .forEach(rule -> shadow.computeIfAbsent(rule, this::shadowed).increment());
        record.comparison()
                .map(other -> new Compared(record.policy(), record.decision(), other.policy(), other.decision()))
                .ifPresent(both -> comparisons.computeIfAbsent(both, this::compared).increment());
        estimated.increment(record.tokens().estimated());
        used.increment(record.tokens().used());
        blocked.increment(record.tokens().blocked());
        upstreamBytes.increment(record.upstreamBytes());
        ExchangeRecord.Times times = record.times();
        micros(head, times.head());
        micros(screen, times.screen());
        micros(firstByte, times.firstByte());
        micros(total, times.total());
    }

    /** So late an event loop came to something that was due. */
    public void lag(long nanos) {
        lag.record(Duration.ofNanos(Math.max(0, nanos)));
    }

    /**
     * A number that is asked for at each scrape.
     *
     * @param labels names and values in turn; from the configuration alone
     */
    public void gauge(String name, String description, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /**
     * A number that only grows, asked for at each scrape.
     *
     * @param labels names and values in turn; from the configuration alone
     */
    public void counted(String name, String description, DoubleSupplier value, String... labels) {
        // The registry holds on to its second argument weakly: once that is gone, the number stands still.
        io.micrometer.core.instrument.FunctionCounter.builder(name, this, same -> value.getAsDouble())
                .description(description)
                .tags(labels)
                .register(registry);
    }

    /** What is in force now, in place of what was told before. */
    public void inForce(String rulesVersion, int ruleCount, List<CertificateDays> days) {
        rules.register(List.of(MultiGauge.Row.of(Tags.of("version", rulesVersion), ruleCount)), true);
        certificates.register(days.stream()
                .map(one -> MultiGauge.Row.of(Tags.of("listener", one.listener(), "name", one.name()), one.days()))
                .toList(), true);
    }

    /** An own certificate and the days that it still has. */
    public record CertificateDays(String listener, String name, double days) {}

    /** Everything in the text format of Prometheus. */
    public String scrape() {
        return registry.scrape();
    }

    private Counter tokens(String kind) {
        return Counter.builder("tokenward.tokens")
                .description("Tokens estimated for prompts, charged to keys, and blocked before they were billed.")
                .tag("kind", kind)
                .register(registry);
    }

    private Timer phase(String name) {
        return Timer.builder("tokenward.phase.duration")
                .description("Until the caller was admitted; from the last byte of the body to the verdict.")
                .tag("phase", name)
                .serviceLevelObjectives(FINE_BOUNDS)
                .register(registry);
    }

    private Counter counter(Kind kind) {
        return Counter.builder("tokenward.exchanges")
                .description("Exchanges that have ended.")
                .tags("route", kind.route(), "operation", kind.operation(), "decision", kind.decision(), "problem",
                        kind.problem())
                .register(registry);
    }

    /** Ids of rules are from packs, so there are only so many. */
    private Counter shadowed(String rule) {
        return Counter.builder("tokenward.rules.shadow")
                .description("Exchanges in which a rule matched that only reports.")
                .tag("rule", rule)
                .register(registry);
    }

    private Counter compared(Compared both) {
        return Counter.builder("tokenward.policy.comparisons")
                .description("Prompts by what two policies decided about each, of which the first one applied.")
                .tags("policy", both.policy(), "decision", both.decision(), "compared", both.other(),
                        "compared_decision", both.otherDecision())
                .register(registry);
    }

    private Counter covered(String word) {
        return Counter.builder("tokenward.coverage")
                .description("Exchanges by how far their prompts were screened.")
                .tag("coverage", word)
                .register(registry);
    }

    private static void micros(Timer timer, long micros) {
        if (micros > 0) timer.record(Duration.ofNanos(micros * 1000));
    }

    private static Duration[] durations(int... millis) {
        var all = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++)
            all[i] = Duration.ofMillis(millis[i]);
        return all;
    }

    @Override
    public void close() {
        garbage.close();
        registry.close();
    }
}
