package io.tokenward.proxy.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoopLagTest {
    private static final String LOOK = "tokenward.LoopLook";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final Metrics metrics = new Metrics();
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    @AfterEach
    void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        metrics.close();
    }

    private long looks() {
        return metrics.scrape()
                .lines()
                .filter(line -> line.startsWith("tokenward_event_loop_lag_seconds_count "))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    @Test
    void whoeverRecordsIsToldOfEachLookAndOfWhatTheLoopDidMeanwhile() throws Exception {
        try (var recording = new Recording()) {
            recording.enable(LOOK);
            recording.start();
            LoopLag.watch(loops, metrics);
            await().atMost(SOON).until(() -> looks() > 10);

            recording.stop();

            Path file = directory.resolve("looks.jfr");
            recording.dump(file);
            List<RecordedEvent> seen = RecordingFile.readAllEvents(file)
                    .stream()
                    .filter(event -> event.getEventType().getName().equals(LOOK))
                    .toList();
            assertThat(seen).hasSizeGreaterThan(5)
                    .allSatisfy(look -> assertThat(look.getDuration("own")).isPositive())
                    .allSatisfy(look -> assertThat(look.getDuration("late")).isGreaterThanOrEqualTo(Duration.ZERO));
        }
    }

    @Test
    void whereNobodyRecordsItLooksNowAndThen() {
        LoopLag.watch(loops, metrics);

        await().atMost(SOON).until(() -> looks() >= 2);

        assertThat(new LoopLook().isEnabled()).isFalse();
    }
}
