package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerEventTest {
    private static ServerEvent event(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ServerEvent.of(bytes, bytes.length);
    }

    private static void take(TurnMeter meter, String... events) {
        for (String each : events)
            meter.take(event(each));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", nullValues = "none", textBlock = """
            {"type":"response.done"} => response.done
            {"a":{"type":"inner"},"b":[{"type":"inner"}],"type" : "outer"} => outer
            {"a":"\\"type\\":\\"said\\"","type":"true.one"} => true.one
            {"a":"type","type":"x"} => x
            {"type":{"type":"inner"},"b":1} => none
            {"type":7} => none
            {"type":"cut => none
            {"a":"\\ => none
            type => none
            """)
    void theTypeIsThatOfTheOutermostObject(String json, @org.jspecify.annotations.Nullable String type) {
        assertThat(event(json).type()).isEqualTo(type == null ? "" : type);
    }

    @Test
    void noBytesAreTooOddToBeLookedAt() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ServerEventTest seed " + seed);
        var random = new Random(seed);
        byte[] alphabet = "{}[]\"\\:, type\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 20_000 * Integer.getInteger("tokenward.rounds", 1); i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int j = 0; j < bytes.length; j++)
                bytes[j] = alphabet[random.nextInt(alphabet.length)];
            ServerEvent event = ServerEvent.of(bytes, bytes.length);
            assertThat(event.type().length() + event.responseId().length() + event.about().length()).isNotNegative();
            new TurnMeter().take(event);
        }
    }

    @Test
    void aReportIsTakenFromTheEndAndNotFromWhatIsSaid() {
        var meter = new TurnMeter();
        take(meter, "{\"type\":\"response.output_text.delta\",\"delta\":\"Seven words are more than two tokens\"}");
        assertThat(meter.usage()).isEmpty();
        assertThat(meter.relayedTokens()).isBetween(7L, 20L);
        take(meter,
                "{\"type\":\"response.done\",\"response\":{\"output\":[{\"text\":\"\\\"usage\\\":{\\\"input_tokens\\\":9}\"}],\"usage\":{\"total_tokens\":30,\"input_tokens\":25,\"output_tokens\":5,\"input_token_details\":{\"text_tokens\":25}}}}");

        assertThat(meter.usage()).contains(new Usage(25, 5));
        assertThat(meter.unreportedTokens()).isZero();
        assertThat(meter.finished()).isTrue();
    }

    @Test
    void speechIsCountedByItsLength() {
        var meter = new TurnMeter();
        take(meter, "{\"type\":\"response.output_audio.delta\",\"delta\":\"" + "A".repeat(64_000) + "\"}");

        assertThat(meter.relayedTokens()).isBetween(20L, 22L);
    }
}
