package io.tokenward.proxy.listener;

import io.netty.handler.codec.http2.Http2Error;
import java.util.BitSet;

import org.jspecify.annotations.Nullable;

/**
 * Which streams a client has opened and which of them it has ended, of the last {@link #REMEMBERED}. The codec forgets a
 * stream when it is over, and then cannot tell a client that goes on after its own end from one whose bytes crossed with our
 * reset; the one ends the connection (RFC 9113 §5.1), the other is honest. Not thread-safe.
 */
final class SeenStreams {
    static final int REMEMBERED = 1024;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int END_STREAM = 1;

    private final BitSet opened = new BitSet(REMEMBERED);
    private final BitSet ended = new BitSet(REMEMBERED);
    /** Streams of clients have odd numbers: this counts them. */
    private int highest = -1;

    /** Whether HEADERS on this stream open it. */
    boolean opens(int stream) {
        return (stream & 1) != 0 && stream >> 1 > highest;
    }

    /** Takes notice of a frame; gives the error that it is, or null where that is for the codec to say. */
    @Nullable
    Http2Error frame(int type, int flags, int stream) {
        if ((type != HEADERS && type != DATA) || (stream & 1) == 0) return null;
        int number = stream >> 1;
        if (type == HEADERS && number > highest) {
            advance(number);
        } else if (highest - number >= REMEMBERED || number > highest) {
            return null;
        }
        int place = number % REMEMBERED;
        // A stream below the highest one that was not opened cannot be opened any more (§5.1.1).
        if (!opened.get(place)) return type == HEADERS ? Http2Error.PROTOCOL_ERROR : null;
        if (ended.get(place)) return Http2Error.STREAM_CLOSED;
        if ((flags & END_STREAM) != 0) ended.set(place);
        return null;
    }

    private void advance(int number) {
        if (number - highest >= REMEMBERED) {
            opened.clear();
            ended.clear();
        } else {
            for (int passed = highest + 1; passed <= number; passed++) {
                opened.clear(passed % REMEMBERED);
                ended.clear(passed % REMEMBERED);
            }
        }
        highest = number;
        opened.set(number % REMEMBERED);
    }
}
