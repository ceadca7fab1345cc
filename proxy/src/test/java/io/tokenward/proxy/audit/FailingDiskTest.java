package io.tokenward.proxy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.tokenward.proxy.audit.AuditSettings.OnFull;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingDiskTest {
    @TempDir
    private Path directory;
    private final AtomicBoolean full = new AtomicBoolean();

    private AuditLog open(OnFull onFull) throws IOException {
        var segments = new Segments(directory, Duration.ofDays(1)) {
            @Override
            void write(ByteBuffer lines) throws IOException {
                if (!full.get()) {
                    super.write(lines);
                    return;
                }
                throw new IOException("No space left on device");
            }

            @Override
            void force() throws IOException {
                if (full.get()) throw new IOException("No space left on device");
                super.force();
            }
        };
        return AuditLog.open(new AuditSettings(directory, Duration.ofDays(1), onFull), segments, Clock.systemUTC());
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void whereNoLineMayBeLostNothingIsAcceptedUntilTheDiskWorksAgain() throws Exception {
        try (AuditLog log = open(OnFull.STOP)) {
            log.ended(Records.of("tw_1"));
            full.set(true);
            log.ended(Records.of("tw_2"));
            await(() -> !log.accepting());
            log.ended(Records.of("tw_3"));
            full.set(false);
            await(log::accepting);
        }

        assertThat(AuditCheck.of(directory).faults()).isEmpty();
        assertThat(AuditCheck.of(directory).last()).isEqualTo(3);
    }

    @Test
    void whereExchangesGoOnTheLostLinesAreCountedInTheChain() throws Exception {
        int lost;
        try (AuditLog log = open(OnFull.DROP_AND_COUNT)) {
            full.set(true);
            int told = AuditLog.CAPACITY + 2000;
            for (int i = 0; i < told; i++)
                log.ended(Records.of("tw_" + i));
            assertThat(log.accepting()).isTrue();
            await(() -> log.dropped() > 0);
            full.set(false);
            await(() -> log.waiting() == 0);
            lost = (int) log.dropped();
        }

        AuditCheck check = AuditCheck.of(directory);
        assertThat(check.faults()).isEmpty();
        long counted = 0;
        long exchanges = 0;
        for (Path file : Segments.files(directory)) {
            for (String line : Files.readAllLines(file)) {
                var content = Line.read(line).content();
                if (content.path("event").asString("").equals("dropped"))
                    counted += content.get("exchanges").longValue();
                else
                    exchanges++;
            }
        }
        assertThat(counted).isEqualTo(lost);
        assertThat(exchanges + counted).isEqualTo(AuditLog.CAPACITY + 2000);
    }

    @Test
    void aDiskThatTakesLinesButCannotBeForcedIsTriedAgain() throws Exception {
        try (AuditLog log = open(OnFull.STOP)) {
            log.ended(Records.of("tw_1"));
            await(() -> log.waiting() == 0);
            full.set(true);
            await(log::failing);
            assertThat(log.accepting()).isFalse();
            full.set(false);
            await(log::accepting);
            log.ended(Records.of("tw_2"));
        }

        assertThat(AuditCheck.of(directory).faults()).isEmpty();
        assertThat(AuditCheck.of(directory).last()).isEqualTo(2);
    }

    @Test
    void whoIsTurnedAwayTakesNoRoomFromThoseWhoRun() throws Exception {
        try (AuditLog log = open(OnFull.STOP)) {
            full.set(true);
            for (int i = 0; i < 2 * AuditLog.CAPACITY; i++)
                log.ended(Records.of("tw_away", Problem.AUDIT_DOWN));
            log.ended(Records.of("tw_running"));
            full.set(false);
        }

        String text = Files.readString(Segments.files(directory).getFirst());
        assertThat(text).contains("\"event\":\"turned-away\",\"exchanges\":" + 2 * AuditLog.CAPACITY)
                .contains("tw_running");
        assertThat(AuditCheck.of(directory).faults()).isEmpty();
    }
}
