package io.tokenward.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerEventsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void eventsAreTheSameOverAnyChunks() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        String[] pieces = {"data: a", "data:", "event: message", ": note", "id: 1", "\u4e2d"};
        for (int round = 0; round < 300 * Integer.getInteger("tokenward.rounds", 1); round++) {
            String end = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
            List<String> events = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                var event = new StringBuilder();
                for (int line = random.nextInt(3); line >= 0; line--)
                    event.append(pieces[random.nextInt(pieces.length)]).append(end);
                events.add(event.append(end).toString());
            }
            byte[] all = bytes(String.join("", events) + "rest");
            List<String> seen = cut(all, random);

            assertThat(seen.subList(0, events.size())).as("seed " + seed).isEqualTo(events);
            assertThat(seen.getLast()).isEqualTo("rest");
            assertThat(String.join("", seen)).isEqualTo(new String(all, StandardCharsets.UTF_8));
        }
    }

    private static List<String> cut(byte[] all, Random random) {
        var waiting = new AnswerEvents();
        List<String> seen = new ArrayList<>();
        for (int at = 0; at < all.length;) {
            int length = Math.min(all.length - at, 1 + random.nextInt(9));
            assertThat(waiting.add(Arrays.copyOfRange(all, at, at + length))).isTrue();
            at += length;
            for (Optional<byte[]> next = waiting.next(at == all.length); next
                    .isPresent(); next = waiting.next(at == all.length))
                seen.add(new String(next.get(), StandardCharsets.UTF_8));
        }
        return seen;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"data: a~data:b~~ | a~b", "event: x~~ | ''", ": c~data~~ | ''",
            "data:  two~~ | ' two'", "datax: no~~ | ''"})
    void dataIsThatOfTheDataLines(String event, String data) {
        assertThat(AnswerEvents.data(bytes(event.replace('~', '\n')))).isEqualTo(bytes(data.replace('~', '\n')));
    }

    /** Readers that end lines at more signs, that pass over a byte order mark, or that read all of it as JSON. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {": c\u2028data: x~id: 1~~ | id: 1~~",
            ": c\u0085data: x~~ | ``", "event: a\u000bdata: x~~ | ``", "`\ufeffdata: x~id: 1~~` | id: 1~~",
            "{\"a\":~1}~~ | ``", "x: y~data: \u4e2d~~ | data: \u4e2d~~", "` data: x~~` | ``"})
    void linesThatSomebodyCouldTakeForDataDoNotPass(String event, String passed) {
        assertThat(AnswerEvents.screened(bytes(event.replace('~', '\n')))).isEqualTo(bytes(passed.replace('~', '\n')));
    }

    @ParameterizedTest
    @ValueSource(strings = {": ping\r\n\r\n", "event: message\rid: 4\rretry: 10\rdata:x\r\r", "data\n\n", "data: rest"})
    void otherEventsPassAsTheyCame(String event) {
        assertThat(AnswerEvents.screened(bytes(event))).isEqualTo(bytes(event));
    }

    @Test
    void emptyLinesBeforeAnEventAreNoEvents() {
        var waiting = new AnswerEvents();
        waiting.add(bytes("\n\r\n\n\r"));
        assertThat(waiting.next(false)).isEmpty();
        waiting.add(bytes("\ndata: a\n\n\n"));

        assertThat(waiting.next(false)).hasValue(bytes("data: a\n\n"));
        assertThat(waiting.next(true)).isEmpty();
    }

    @Test
    void otherDataKeepsTheOtherLines() {
        byte[] event = bytes("event: message\r\nid: 4\r\ndata: {\"a\":1,\r\ndata: \"b\":2}\r\n\r\n");

        assertThat(new String(AnswerEvents.withData(event, bytes("{\"a\":\n1}")), StandardCharsets.UTF_8))
                .isEqualTo("event: message\nid: 4\ndata: {\"a\": 1}\n\n");
    }

    @Test
    void whatWaitsIsBounded() {
        var waiting = new AnswerEvents();

        assertThat(waiting.add(new byte[AnswerEvents.MOST])).isTrue();
        assertThat(waiting.add(new byte[1])).isFalse();
    }
}
