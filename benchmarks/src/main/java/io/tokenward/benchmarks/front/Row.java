package io.tokenward.benchmarks.front;

import java.time.Instant;

/**
 * What one flood did.
 *
 * @param memory that was in use afterwards and not before, in MB
 * @param compilers the share of the time in which they had the proxy's core
 * @param from when it began
 * @param to when it was over
 */
record Row(String name, Flooding.Outcome outcome, double memory, double compilers, Instant from, Instant to) {
    static final String HEAD = """

            | flood | frames | connections | honest exchanges | lost | longest, ms | memory, MB | compilers | looks | late, ms \
            (99 %, most) | by the proxy | own work | stops |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |""";

    String line(LoopLooks all) {
        LoopLooks.Seen seen = all.between(from, to);
        return String.format(
                "| %s | %,d | %,d | %,d | %,d | %d | %+.1f | %.0f %% | %,d | %.1f, %.1f | %.1f | %.1f | %.1f |",
                name, outcome.frames(), outcome.connections(), outcome.served(), outcome.lost(),
                outcome.worst().toMillis(), memory, compilers * 100, seen.looks().size(), seen.within(0.99),
                seen.within(1), seen.mostOurs(), seen.mostOwn(), seen.mostStopped());
    }
}
