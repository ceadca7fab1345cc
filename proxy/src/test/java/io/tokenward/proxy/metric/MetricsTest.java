package io.tokenward.proxy.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class MetricsTest {
    @Test
    void whatIsCountedElsewhereGoesOnAfterMemoryWasCleanedUp() {
        var dropped = new AtomicLong(1);
        try (var metrics = new Metrics()) {
            metrics.counted("tokenward.audit.dropped", "Exchanges that have no line.", dropped::get);
            assertThat(metrics.scrape()).contains("tokenward_audit_dropped_total 1.0");

            System.gc();
            dropped.set(5);

            assertThat(metrics.scrape()).contains("tokenward_audit_dropped_total 5.0");
        }
    }
}
