package io.tokenward.proxy.http2;

import static io.tokenward.proxy.http2.Code.FRAME_SIZE_ERROR;
import static io.tokenward.proxy.http2.Code.PROTOCOL_ERROR;
import static io.tokenward.proxy.http2.Code.REFUSED_STREAM;
import static io.tokenward.proxy.http2.Code.STREAM_CLOSED;
import static io.tokenward.proxy.http2.Code.COMPRESSION_ERROR;
import static io.tokenward.proxy.http2.Peer.CONTINUATION;
import static io.tokenward.proxy.http2.Peer.DATA;
import static io.tokenward.proxy.http2.Peer.END_HEADERS;
import static io.tokenward.proxy.http2.Peer.END_STREAM;
import static io.tokenward.proxy.http2.Peer.HEADERS;
import static io.tokenward.proxy.http2.Peer.PING;
import static io.tokenward.proxy.http2.Peer.PRIORITIZED;
import static io.tokenward.proxy.http2.Peer.ascii;
import static io.tokenward.proxy.http2.Peer.block;
import static io.tokenward.proxy.http2.Peer.bytes;
import static io.tokenward.proxy.http2.Peer.filled;
import static io.tokenward.proxy.http2.Peer.integer;
import static io.tokenward.proxy.http2.Peer.joined;
import static io.tokenward.proxy.http2.Required.alive;
import static io.tokenward.proxy.http2.Required.answer;
import static io.tokenward.proxy.http2.Required.connectionError;
import static io.tokenward.proxy.http2.Required.streamError;

import java.util.stream.Stream;

/** RFC 9113 §4 and §5: frames, streams and their states. */
final class ConnectionCases {
    private static final int MOST_FRAME = 16_384;
    /** As many as a listener takes at a time. */
    private static final int MOST_STREAMS = 100;

    private ConnectionCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(frames(), idle(), halfClosed(), closed(), rest()).flatMap(cases -> cases);
    }

    private static Stream<Http2Case> frames() {
        byte[] part = block("x-test", "ok");
        return Stream.of(
                new Http2Case("4.1", "frame of an unknown type", peer -> peer.frame(0xff, 0, 0, new byte[8]),
                        alive("12345678")),
                new Http2Case("4.1", "frame with undefined flags", peer -> peer.frame(PING, 0x16, 0, ascii("12345678")),
                        new Required("connection goes on", peer -> peer.read(seen -> seen.type() == PING))),
                new Http2Case("4.1", "frame with the reserved bit set",
                        peer -> peer.frame(PING, 0, 1 << 31, ascii("12345678")),
                        new Required("connection goes on", peer -> peer.read(seen -> seen.type() == PING))),
                new Http2Case("4.2", "DATA of 2^14 bytes",
                        peer -> peer.post(1).frame(DATA, END_STREAM, 1, filled(MOST_FRAME)), answer(1)),
                new Http2Case("4.2", "DATA above SETTINGS_MAX_FRAME_SIZE",
                        peer -> peer.post(1).frame(DATA, END_STREAM, 1, filled(MOST_FRAME + 1)),
                        streamError(FRAME_SIZE_ERROR)),
                new Http2Case("4.2", "HEADERS above SETTINGS_MAX_FRAME_SIZE",
                        peer -> peer.headers(joined(peer.request("GET"), filled(MOST_FRAME))),
                        connectionError(FRAME_SIZE_ERROR)),
                new Http2Case("4.3", "header block cut in a field", peer -> peer.headers(bytes(0x40)),
                        connectionError(COMPRESSION_ERROR)),
                new Http2Case("4.3", "PRIORITY amid a header block",
                        peer -> peer.frame(HEADERS, 0, 1, peer.request("GET"))
                                .priority(1, 0, 255)
                                .frame(CONTINUATION, END_HEADERS, 1, part),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("4.3", "HEADERS of another stream amid a header block",
                        peer -> peer.frame(HEADERS, 0, 1, peer.request("GET"))
                                .get(3)
                                .frame(CONTINUATION, END_HEADERS, 1, part),
                        connectionError(PROTOCOL_ERROR)));
    }

    private static Stream<Http2Case> idle() {
        return Stream.of(
                new Http2Case("5.1", "idle: DATA", peer -> peer.frame(DATA, END_STREAM, 1, filled(4)),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("5.1", "idle: RST_STREAM", peer -> peer.reset(1), connectionError(PROTOCOL_ERROR)),
                new Http2Case("5.1", "idle: WINDOW_UPDATE", peer -> peer.window(1, 100),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("5.1", "idle: CONTINUATION",
                        peer -> peer.frame(CONTINUATION, END_HEADERS, 1, peer.request("GET")),
                        connectionError(PROTOCOL_ERROR)));
    }

    private static Stream<Http2Case> halfClosed() {
        return Stream.of(
                new Http2Case("5.1", "half-closed (remote): DATA",
                        peer -> peer.get(1).frame(DATA, END_STREAM, 1, filled(4)), streamError(STREAM_CLOSED)),
                new Http2Case("5.1", "half-closed (remote): HEADERS", peer -> peer.get(1).get(1),
                        streamError(STREAM_CLOSED)),
                new Http2Case("5.1", "half-closed (remote): CONTINUATION",
                        peer -> peer.get(1).frame(CONTINUATION, END_HEADERS, 1, peer.request("GET")),
                        streamError(STREAM_CLOSED, PROTOCOL_ERROR)));
    }

    private static Stream<Http2Case> closed() {
        byte[] part = block("x-test", "ok");
        return Stream.of(
                new Http2Case("5.1", "closed by RST_STREAM: DATA",
                        peer -> peer.post(1).reset(1).frame(DATA, END_STREAM, 1, filled(4)),
                        streamError(STREAM_CLOSED)),
                new Http2Case("5.1", "closed by RST_STREAM: HEADERS", peer -> peer.post(1).reset(1).get(1),
                        streamError(STREAM_CLOSED)),
                new Http2Case("5.1", "closed by RST_STREAM: CONTINUATION",
                        peer -> peer.post(1).reset(1).frame(CONTINUATION, END_HEADERS, 1, part),
                        streamError(STREAM_CLOSED, PROTOCOL_ERROR)),
                new Http2Case("5.1", "closed: DATA",
                        peer -> peer.get(1).awaitEnd(1).frame(DATA, END_STREAM, 1, filled(4)),
                        connectionError(STREAM_CLOSED)),
                new Http2Case("5.1", "closed: HEADERS", peer -> peer.get(1).awaitEnd(1).get(1),
                        connectionError(STREAM_CLOSED)),
                new Http2Case("5.1", "closed: CONTINUATION",
                        peer -> peer.get(1).awaitEnd(1).frame(CONTINUATION, END_HEADERS, 1, part),
                        connectionError(STREAM_CLOSED, PROTOCOL_ERROR)));
    }

    private static Stream<Http2Case> rest() {
        return Stream.of(
                new Http2Case("5.1.1", "stream with an even number", peer -> peer.get(2),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("5.1.1", "stream with a lower number than before", peer -> peer.get(5).get(3),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("5.1.2", "more streams than SETTINGS_MAX_CONCURRENT_STREAMS", peer -> {
                    for (int i = 0; i <= MOST_STREAMS; i++)
                        peer.post(1 + 2 * i);
                }, streamError(PROTOCOL_ERROR, REFUSED_STREAM)),
                new Http2Case("5.3.1", "HEADERS that depend on themselves",
                        peer -> peer.frame(HEADERS, END_STREAM | END_HEADERS | PRIORITIZED, 1,
                                joined(integer(1), bytes(255), peer.request("GET"))),
                        streamError(PROTOCOL_ERROR)),
                new Http2Case("5.3.1", "PRIORITY that depends on itself", peer -> peer.priority(1, 1, 255),
                        streamError(PROTOCOL_ERROR)),
                new Http2Case("5.4.1", "PING that is none: the connection closes",
                        peer -> peer.frame(PING, 0, 3, ascii("12345678")),
                        new Required("connection closed", peer -> {
                            if (peer.read(_ -> false).type() >= 0) throw new AssertionError("still open");
                        })),
                new Http2Case("5.4.1", "PING that is none: GOAWAY comes first",
                        peer -> peer.frame(PING, 0, 3, ascii("12345678")),
                        new Required("GOAWAY", peer -> {
                            if (peer.read(seen -> seen.type() == Peer.GOAWAY).type() < 0)
                                throw new AssertionError("closed without");
                        })),
                new Http2Case("5.5", "frame of an extension", peer -> peer.frame(0x16, 0, 0, new byte[8]),
                        alive("12345678")),
                new Http2Case("5.5", "frame of an extension amid a header block",
                        peer -> peer.frame(HEADERS, END_STREAM, 1, peer.request("GET"))
                                .frame(0x16, 0, 0, new byte[8])
                                .frame(CONTINUATION, END_HEADERS, 1, block("x-test", "ok")),
                        connectionError(PROTOCOL_ERROR)));
    }
}
