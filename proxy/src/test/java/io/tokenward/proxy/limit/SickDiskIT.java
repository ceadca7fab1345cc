package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A ledger whose file the system refuses to write: the process may make no file larger than three megabytes, so that SQLite gets an
 * error of input and output in the middle of its work.
 */
class SickDiskIT {
    private static final Path SHELL = Path.of("/bin/sh");
    private static final long LIMIT = 1_000_000_000;
    /** In blocks of 512 bytes; the driver unpacks its library, of more than a megabyte. */
    private static final int LARGEST_FILE = 6_000;
    private static final int REFUSALS = 200;
    @TempDir
    private @Nullable Path directory;

    @Test
    void afterAnErrorNewRequestsAreRefusedAndWhatWasAcknowledgedIsThereOnce() throws Exception {
        assumeTrue(Files.isExecutable(SHELL));
        Path ledger = requireNonNull(directory).resolve("ledger.db");
        long seed = System.nanoTime();
        System.out.println("SickDiskIT seed " + seed);
        Process process = spender(ledger, seed);
        long granted = 0;
        long settled = 0;
        int refused = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            // Threads that wait for a settlement to be written say nothing more; should all of them, it ends here.
            CompletableFuture.delayedExecutor(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)
                    .execute(process.toHandle()::destroyForcibly);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                String[] words = line.split(" ");
                if (words.length == 2 && words[0].equals("granted")) granted += Long.parseLong(words[1]);
                if (words.length == 2 && words[0].equals("settled")) settled += Long.parseLong(words[1]);
                if (words[0].equals("refused") && ++refused == REFUSALS) process.toHandle().destroyForcibly();
            }
            process.waitFor();
        }

        assertThat(refused).as("the disk failed, seed %d", seed).isGreaterThanOrEqualTo(REFUSALS);
        assertThat(settled).as("seed %d", seed).isPositive();
        try (var limiter = DurableLimiter.open(ledger, Durability.PROCESS, Clock.systemUTC())) {
            assertThat(limiter.balances(KilledLedgerIT.account(LIMIT)).month().used()).as("seed %d", seed)
                    .isBetween(settled, granted);
        }
        assertThat(LedgerCheck.of(ledger).faults()).as("seed %d", seed).isEmpty();
    }

    private static Process spender(Path ledger, long seed) throws Exception {
        return new ProcessBuilder(List.of(SHELL.toString(), "-c", "ulimit -f " + LARGEST_FILE + " && exec \"$@\"", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), LedgerSpender.class.getName(), ledger.toString(),
                Long.toString(seed), Long.toString(LIMIT))).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }
}
