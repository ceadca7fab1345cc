package io.tokenward.proxy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/**
 * Two processes that share one key's rate and are offered more than it has, 5,000 decisions a second together.
 * {@code -Dtokenward.rounds=20} for 40 seconds.
 */
class SharedRatesIT {
    private static final int SECONDS = 2 * Integer.getInteger("tokenward.rounds", 1);
    private static final int PER_SECOND = 5_000;

    @Test
    void twoProcessesPassWhatTheRateAllowsWithinAThousandth() throws Exception {
        // Half of what is offered; in a minute a day's bucket fills by less than a thousandth.
        long perDay = (long) PER_SECOND * SECONDS / 2;
        List<Process> processes = new ArrayList<>();
        try (RealRedis redis = RealRedis.start()) {
            List<BufferedReader> said = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Process process = spender(redis.port(), perDay);
                processes.add(process);
                said.add(process.inputReader(StandardCharsets.US_ASCII));
            }
            for (BufferedReader each : said)
                assertThat(each.readLine()).isEqualTo("ready");
            for (Process each : processes) {
                each.getOutputStream().write('\n');
                each.getOutputStream().flush();
            }
            long granted = 0;
            long refused = 0;
            for (BufferedReader each : said) {
                String[] words = each.readLine().split(" ");
                granted += Long.parseLong(words[1]);
                refused += Long.parseLong(words[3]);
                assertThat(words[5]).as("failed").isEqualTo("0");
            }
            System.out.printf("two processes, %,d decisions/s for %d s: granted %,d of %,d, error %.4f %%%n",
                    PER_SECOND,
                    SECONDS, granted, perDay, 100.0 * (granted - perDay) / perDay);
            assertThat(granted + refused).isEqualTo((long) PER_SECOND * SECONDS);
            assertThat((double) granted).isBetween(perDay * 0.999, perDay * 1.001);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static Process spender(int port, long perDay) throws IOException {
        return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                RateSpender.class.getName(), Integer.toString(port), Integer.toString(PER_SECOND / 2),
                Integer.toString(SECONDS), Long.toString(perDay))).redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
