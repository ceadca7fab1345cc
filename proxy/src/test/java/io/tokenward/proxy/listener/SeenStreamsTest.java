package io.tokenward.proxy.listener;

import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

class SeenStreamsTest {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int END_STREAM = 1;

    private final SeenStreams streams = new SeenStreams();

    @Test
    void aRequestWithBodyAndTrailersIsFine() {
        assertThat(streams.frame(HEADERS, 0, 1)).isNull();
        assertThat(streams.frame(DATA, 0, 1)).isNull();
        assertThat(streams.frame(HEADERS, END_STREAM, 1)).isNull();
    }

    @Test
    void goingOnAfterTheEndIsAnError() {
        streams.frame(HEADERS, END_STREAM, 1);

        assertThat(streams.frame(DATA, 0, 1)).isEqualTo(STREAM_CLOSED);
        assertThat(streams.frame(HEADERS, 0, 1)).isEqualTo(STREAM_CLOSED);
        assertThat(streams.frame(RST_STREAM, 0, 1)).isNull();
    }

    /** Of a client whose bytes crossed with our reset nothing is known here: the codec deals with them. */
    @Test
    void bytesOfAStreamThatTheClientHasNotEndedPass() {
        streams.frame(HEADERS, 0, 1);
        streams.frame(HEADERS, END_STREAM, 3);

        assertThat(streams.frame(DATA, END_STREAM, 1)).isNull();
    }

    @Test
    void aStreamBelowTheHighestCannotBeOpened() {
        streams.frame(HEADERS, 0, 5);

        assertThat(streams.frame(HEADERS, 0, 3)).isEqualTo(PROTOCOL_ERROR);
    }

    @Test
    void whatIsForTheCodecIsLeftToIt() {
        assertThat(streams.frame(HEADERS, 0, 2)).isNull();
        assertThat(streams.frame(HEADERS, 0, 0)).isNull();
        assertThat(streams.frame(DATA, 0, 1)).isNull();
        assertThat(streams.frame(HEADERS, 0, Integer.MAX_VALUE)).isNull();
        assertThat(streams.frame(HEADERS, 0, 1)).isNull();
    }

    /** Against a model that remembers everything. */
    @Test
    void theLastStreamsAreRememberedRightly() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<Integer, Boolean> ended = new HashMap<>();
        int highest = -1;
        for (int round = 0; round < 100_000; round++) {
            int number = Math.max(0,
                    highest + (random.nextInt(20) == 0 ? random.nextInt(3000) : 2) - random.nextInt(40));
            boolean headers = random.nextBoolean();
            boolean end = random.nextBoolean();
            var error = streams.frame(headers ? HEADERS : DATA, end ? END_STREAM : 0, 2 * number + 1);
            boolean opens = headers && number > highest;
            if (opens) {
                highest = number;
                ended.put(number, false);
            }
            if (highest - number >= SeenStreams.REMEMBERED || number > highest) continue;
            String place = "seed " + seed + " round " + round;
            Boolean over = ended.get(number);
            if (over == null) {
                assertThat(error).as(place).isEqualTo(headers ? PROTOCOL_ERROR : null);
            } else if (over) {
                assertThat(error).as(place).isEqualTo(STREAM_CLOSED);
            } else {
                assertThat(error).as(place).isNull();
                ended.put(number, end);
            }
        }
    }
}
