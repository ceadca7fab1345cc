package io.tokenward.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Generator, bare relay and upstream together. */
@EnabledOnOs(OS.LINUX)
final class LoadGeneratorIT {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Transport transport = Transport.choose();
    private final ScriptedUpstream upstream = new ScriptedUpstream(transport);
    private Peer relay;
    private LoadGenerator generator;

    @BeforeEach
    void start(@TempDir Path work) throws Exception {
        var peers = new Peers(work, work, 0, upstream.port());
        relay = peers.bareRelay();
        generator = new LoadGenerator(transport, peers.authority());
    }

    @AfterEach
    void stop() {
        generator.close();
        relay.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource({"bench-plain, false, 1024", "bench-plain, true, 1024", "bench-plain, false, 409600",
            "bench-plain, true, 409600", "bench-burst, false, 4096", "bench-burst, true, 4096"})
    void everyRequestIsAnsweredWhateverTheProtocolTheSizeAndTheKindOfAnswer(String model, boolean h2, int bytes)
            throws Exception {
        var bodies = new ChatBodies(model, !model.equals(ScriptedUpstream.PLAIN), bytes, 0.25, 1);
        double before = relay.process().cpuSeconds();

        Outcome outcome = generator.closed(new Target(relay.port(), "none", h2), bodies, 10, LONG, 200);

        assertThat(outcome.firstFailure()).isEmpty();
        assertThat(outcome.requests()).isEqualTo(200);
        assertThat(outcome.micros()).hasSize(200).doesNotContain(0);
        assertThat(relay.process().cpuSeconds()).isGreaterThan(before);
        assertThat(relay.process().residentMegabytes()).isPositive();
    }

    @Test
    void atAFixedRateAsManyAreSentAsTheTimeHolds() throws Exception {
        var bodies = new ChatBodies(ScriptedUpstream.PLAIN, false, 1024, 0.25, 1);

        Outcome outcome = generator.atRate(new Target(relay.port(), "none", false), bodies, 16, 200,
                Duration.ofMillis(500));

        assertThat(outcome.firstFailure()).isEmpty();
        assertThat(outcome.requests()).isEqualTo(100);
        assertThat(outcome.seconds()).isGreaterThan(0.49);
    }

    @Test
    void aPeerThatDiesIsAFailureAndNotAHang() throws Exception {
        var bodies = new ChatBodies(ScriptedUpstream.PACED, true, 1024, 0.25, 1);
        var target = new Target(relay.port(), "none", false);
        var running = CompletableFuture.supplyAsync(() -> {
            try {
                return generator.closed(target, bodies, 2, LONG, 1_000_000);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        // A paced stream takes a second; the peer does not live that long.
        await().until(() -> upstream.requests() == 2);

        relay.close();
        Outcome outcome = running.get(30, TimeUnit.SECONDS);

        assertThat(outcome.failures()).isPositive();
        assertThat(outcome.firstFailure()).isNotEmpty();
    }
}
