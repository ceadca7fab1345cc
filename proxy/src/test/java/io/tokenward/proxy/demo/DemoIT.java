package io.tokenward.proxy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DemoIT {
    @Test
    void everyStopOfTheTourIsAsItShouldBe() throws Exception {
        var printed = new ByteArrayOutputStream();

        boolean good = new Demo(new PrintStream(printed, true, StandardCharsets.UTF_8), 0, true).run();

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(text).doesNotContain("BAD").contains("Everything was as it should be.");
        assertThat(text).contains("rules       ", "PROMPT_BLOCKED, 0 bytes", "KEY_REVOKED, 0 bytes");
        assertThat(good).isTrue();
    }
}
