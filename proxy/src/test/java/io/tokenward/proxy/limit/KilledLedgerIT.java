package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that is killed has lost nothing it acknowledged, charged nothing twice, and overspent nothing. */
class KilledLedgerIT {
    private static final int ROUNDS = Integer.getInteger("tokenward.kill-rounds", 10);
    /** Reached after some rounds, so that the last ones run at the end of the quota. */
    private static final long LIMIT = 200_000;
    @TempDir
    private @Nullable Path directory;

    /** Sums of what a process printed before it died. */
    private record Said(long granted, long settled, long lines) {}

    static Account account(long limit) {
        return Plans.account(new Plan("starter", Rates.unlimited(),
                new Quotas(OptionalLong.empty(), OptionalLong.of(limit)), ZoneOffset.UTC, Map.of(),
                Optional.of(new TokenPackage(limit, QuotaPeriod.MONTH, 0))));
    }

    @Test
    void whatWasAcknowledgedIsChargedOnceAfterEveryKill() throws Exception {
        Path ledger = requireNonNull(directory).resolve("ledger.db");
        long seed = System.nanoTime();
        System.out.println("KilledLedgerIT seed " + seed);
        var random = new Random(seed);
        long granted = 0;
        long settled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Said said = spendUntilKilled(ledger, seed + 1_000L * round, random.nextInt(1, 4_000));
            granted += said.granted();
            settled += said.settled();
            String when = "round " + round + ", seed " + seed;

            try (var limiter = DurableLimiter.open(ledger, Durability.PROCESS, Clock.systemUTC())) {
                Balance month = limiter.balances(account(LIMIT)).month();
                assertThat(month.used()).as(when).isBetween(settled, Math.min(granted, LIMIT));
                assertThat(month.reserved()).as(when).isZero();
                assertThat(limiter.packs("acme")).as(when)
                        .allMatch(pack -> pack.held() == 0 && pack.used() == month.used());
            }
            LedgerCheck check = LedgerCheck.of(ledger);
            assertThat(check.faults()).as(when).isEmpty();
            assertThat(check.open()).as(when).isZero();
        }
        assertThat(settled).as("something was spent").isPositive();
    }

    /** Kills it after it has said a number of things: a moment that no clock decides. */
    private static Said spendUntilKilled(Path ledger, long seed, int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), LedgerSpender.class.getName(), ledger.toString(),
                Long.toString(seed), Long.toString(LIMIT))).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
            long granted = 0;
            long settled = 0;
            long said = 0;
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                // The last line may be cut by the kill; what cannot be read was not said.
                String[] words = line.split(" ");
                if (words.length == 2 && words[0].equals("granted")) granted += Long.parseLong(words[1]);
                if (words.length == 2 && words[0].equals("settled")) settled += Long.parseLong(words[1]);
                // Not Process.destroyForcibly, which closes what is still to be read.
                if (++said == lines) process.toHandle().destroyForcibly();
            }
            process.waitFor();
            return new Said(granted, settled, said);
        } finally {
            process.destroyForcibly();
        }
    }
}
