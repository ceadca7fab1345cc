package io.tokenward.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.fuzz.Fuzzing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

class AnswerEventsFuzzTest {
    @Test
    void noByteIsLostAndPiecesDoNotMatter() throws Exception {
        int said = Fuzzing.run("answer-events", List.of("data: ", "data:", "event: ", "id: ", ": ", "\n", "\r", "\r\n",
                "\n\n", "\r\r", "\ufeff", "\u2028", "[DONE]"), 20_000, input -> {
                    List<String> whole = cut(input, Math.max(1, input.length));
                    assertThat(cut(input, 1)).isEqualTo(whole);
                    assertThat(cut(input, 5)).isEqualTo(whole);
                    String sign = "events " + "x".repeat(Math.min(whole.size(), 6));
                    return whole.isEmpty() ? Fuzzing.Reading.refused(sign) : Fuzzing.Reading.accepted(sign);
                });
        assertThat(said).isGreaterThan(2);
    }

    private static List<String> cut(byte[] all, int size) {
        var waiting = new AnswerEvents();
        var bytes = new ByteArrayOutputStream();
        List<String> events = new ArrayList<>();
        for (int at = 0; at < all.length; at += size) {
            int end = Math.min(all.length, at + size);
            assertThat(waiting.add(Arrays.copyOfRange(all, at, end))).isTrue();
            for (Optional<byte[]> next = waiting.next(end == all.length); next
                    .isPresent(); next = waiting.next(end == all.length)) {
                AnswerEvents.data(next.get());
                bytes.writeBytes(next.get());
                events.add(Arrays.toString(next.get()));
            }
        }
        // Only empty lines before an event are left out.
        assertThat(withoutLineEnds(bytes.toByteArray())).isEqualTo(withoutLineEnds(all));
        return events;
    }

    private static String withoutLineEnds(byte[] bytes) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replaceAll("[\r\n]", "");
    }
}
