package io.tokenward.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.Main;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code screen} as a process of its own, between real pipes. */
@Timeout(120)
class ScreenPipeIT {
    private static final byte[] LINE = "{\"id\":7,\"text\":\"A quiet river.\"}\n".getBytes(StandardCharsets.UTF_8);

    private static Process start() throws Exception {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return new ProcessBuilder(List.of(java.toString(), "-Xmx96m", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "screen")).start();
    }

    @Test
    void answersComeWhileTheInputStaysOpen() throws Exception {
        Process process = start();
        try (OutputStream questions = process.getOutputStream();
                var answers = new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            questions.write(LINE);
            questions.flush();

            assertThat(answers.readLine()).startsWith("{\"id\":7,\"decision\":\"allow\"");
            questions.close();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aReaderThatClosesItsEndStopsTheProcessWithStatusOne() throws Exception {
        Process process = start();
        try {
            process.getInputStream().close();
            try (OutputStream questions = process.getOutputStream()) {
                questions.write(LINE);
            }

            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(1);
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("standard output takes no more answers")
                    .doesNotContain("\tat ");
        } finally {
            process.destroyForcibly();
        }
    }
}
