package io.tokenward.proxy.http2;

import static io.tokenward.proxy.http2.Code.FLOW_CONTROL_ERROR;
import static io.tokenward.proxy.http2.Code.FRAME_SIZE_ERROR;
import static io.tokenward.proxy.http2.Code.PROTOCOL_ERROR;
import static io.tokenward.proxy.http2.Code.STREAM_CLOSED;
import static io.tokenward.proxy.http2.Peer.ACK;
import static io.tokenward.proxy.http2.Peer.CONTINUATION;
import static io.tokenward.proxy.http2.Peer.DATA;
import static io.tokenward.proxy.http2.Peer.END_HEADERS;
import static io.tokenward.proxy.http2.Peer.END_STREAM;
import static io.tokenward.proxy.http2.Peer.GOAWAY;
import static io.tokenward.proxy.http2.Peer.HEADERS;
import static io.tokenward.proxy.http2.Peer.PADDED;
import static io.tokenward.proxy.http2.Peer.PING;
import static io.tokenward.proxy.http2.Peer.PRIORITY;
import static io.tokenward.proxy.http2.Peer.RST_STREAM;
import static io.tokenward.proxy.http2.Peer.SETTINGS;
import static io.tokenward.proxy.http2.Peer.WINDOW_UPDATE;
import static io.tokenward.proxy.http2.Peer.ascii;
import static io.tokenward.proxy.http2.Peer.block;
import static io.tokenward.proxy.http2.Peer.bytes;
import static io.tokenward.proxy.http2.Peer.filled;
import static io.tokenward.proxy.http2.Peer.integer;
import static io.tokenward.proxy.http2.Peer.joined;
import static io.tokenward.proxy.http2.Peer.setting;
import static io.tokenward.proxy.http2.Required.alive;
import static io.tokenward.proxy.http2.Required.answer;
import static io.tokenward.proxy.http2.Required.connectionError;
import static io.tokenward.proxy.http2.Required.data;
import static io.tokenward.proxy.http2.Required.settingsAcknowledged;
import static io.tokenward.proxy.http2.Required.streamError;

import java.util.stream.Stream;

/** RFC 9113 §6 and §7: what each frame may be. */
final class DefinitionCases {
    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int MAX_FRAME_SIZE = 5;
    private static final byte[] PART = block("x-test", "ok");

    private DefinitionCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(messages(), resets(), settings(), pings(), windows(), continuations())
                .flatMap(cases -> cases);
    }

    private static Stream<Http2Case> messages() {
        return Stream.of(
                new Http2Case("6.1", "DATA on stream 0", peer -> peer.frame(DATA, END_STREAM, 0, filled(4)),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.1", "DATA on a stream that is not open",
                        peer -> peer.get(1).frame(DATA, END_STREAM, 1, filled(4)), streamError(STREAM_CLOSED)),
                new Http2Case("6.1", "DATA with more padding than payload",
                        peer -> peer.post(1).frame(DATA, END_STREAM | PADDED, 1, joined(bytes(6), filled(5))),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.2", "PRIORITY after HEADERS without END_HEADERS",
                        peer -> peer.frame(HEADERS, END_STREAM, 1, peer.request("GET")).priority(1, 0, 255),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.2", "HEADERS of another stream after HEADERS without END_HEADERS",
                        peer -> peer.frame(HEADERS, END_STREAM, 1, peer.request("GET")).get(3),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.2", "HEADERS on stream 0",
                        peer -> peer.frame(HEADERS, END_STREAM | END_HEADERS, 0, peer.request("GET")),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.2", "HEADERS with more padding than payload",
                        peer -> peer.frame(HEADERS, END_STREAM | END_HEADERS | PADDED, 1,
                                joined(bytes(200), PART)),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.3", "PRIORITY on stream 0", peer -> peer.priority(0, 0, 255),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.3", "PRIORITY of 4 bytes",
                        peer -> peer.post(1).frame(PRIORITY, 0, 1, new byte[4]), streamError(FRAME_SIZE_ERROR)));
    }

    private static Stream<Http2Case> resets() {
        return Stream.of(
                new Http2Case("6.4", "RST_STREAM on stream 0", peer -> peer.reset(0), connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.4", "RST_STREAM on an idle stream", peer -> peer.reset(1),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.4", "RST_STREAM of 3 bytes",
                        peer -> peer.post(1).frame(RST_STREAM, 0, 1, new byte[3]), connectionError(FRAME_SIZE_ERROR)),
                new Http2Case("7", "GOAWAY with an unknown code",
                        peer -> peer.frame(GOAWAY, 0, 0, joined(integer(0), integer(0xff))), alive("12345678")),
                new Http2Case("7", "RST_STREAM with an unknown code",
                        peer -> peer.post(1).frame(RST_STREAM, 0, 1, integer(0xff)), alive("12345678")));
    }

    private static Stream<Http2Case> settings() {
        return Stream.of(
                new Http2Case("6.5", "SETTINGS with ACK and payload", peer -> peer.frame(SETTINGS, ACK, 0, bytes(0)),
                        connectionError(FRAME_SIZE_ERROR)),
                new Http2Case("6.5", "SETTINGS on a stream", peer -> peer.frame(SETTINGS, 0, 1, setting(3, 100)),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.5", "SETTINGS of 3 bytes", peer -> peer.frame(SETTINGS, 0, 0, new byte[3]),
                        connectionError(FRAME_SIZE_ERROR)),
                of("6.5.2", "ENABLE_PUSH 2", setting(ENABLE_PUSH, 2), connectionError(PROTOCOL_ERROR)),
                of("6.5.2", "INITIAL_WINDOW_SIZE above the largest window", setting(INITIAL_WINDOW_SIZE, 1 << 31),
                        connectionError(FLOW_CONTROL_ERROR)),
                of("6.5.2", "MAX_FRAME_SIZE below 2^14", setting(MAX_FRAME_SIZE, 16_383),
                        connectionError(PROTOCOL_ERROR)),
                of("6.5.2", "MAX_FRAME_SIZE above 2^24-1", setting(MAX_FRAME_SIZE, 16_777_216),
                        connectionError(PROTOCOL_ERROR)),
                of("6.5.2", "an unknown setting", setting(0xff, 1), alive("12345678")),
                new Http2Case("6.5.3", "INITIAL_WINDOW_SIZE twice in one frame",
                        peer -> peer
                                .frame(SETTINGS, 0, 0,
                                        joined(setting(INITIAL_WINDOW_SIZE, 100), setting(INITIAL_WINDOW_SIZE, 1)))
                                .get(1),
                        data(1)),
                of("6.5.3", "SETTINGS without ACK", setting(1, 4096), settingsAcknowledged()));
    }

    private static Http2Case of(String section, String title, byte[] setting, Required required) {
        return new Http2Case(section, title, peer -> peer.frame(SETTINGS, 0, 0, setting), required);
    }

    private static Stream<Http2Case> pings() {
        return Stream.of(new Http2Case("6.7", "PING", _ -> {}, alive("h2speaks")),
                new Http2Case("6.7", "PING with ACK is not answered",
                        peer -> peer.frame(PING, ACK, 0, ascii("not this")), alive("but this")),
                new Http2Case("6.7", "PING on a stream", peer -> peer.frame(PING, 0, 1, ascii("12345678")),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.7", "PING of 6 bytes", peer -> peer.frame(PING, 0, 0, new byte[6]),
                        connectionError(FRAME_SIZE_ERROR)),
                new Http2Case("6.8", "GOAWAY on a stream",
                        peer -> peer.frame(GOAWAY, 0, 1, joined(integer(0), integer(0))),
                        connectionError(PROTOCOL_ERROR)));
    }

    private static Stream<Http2Case> windows() {
        return Stream.of(
                new Http2Case("6.9", "WINDOW_UPDATE of nothing", peer -> peer.window(0, 0),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.9", "WINDOW_UPDATE of nothing on a stream", peer -> peer.post(1).window(1, 0),
                        streamError(PROTOCOL_ERROR)),
                new Http2Case("6.9", "WINDOW_UPDATE of 3 bytes", peer -> peer.frame(WINDOW_UPDATE, 0, 0, new byte[3]),
                        connectionError(FRAME_SIZE_ERROR)),
                new Http2Case("6.9.1", "a window of one byte",
                        peer -> peer.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 1)).get(1), data(1)),
                new Http2Case("6.9.1", "window of the connection above 2^31-1",
                        peer -> peer.window(0, Integer.MAX_VALUE).window(0, Integer.MAX_VALUE),
                        connectionError(FLOW_CONTROL_ERROR)),
                new Http2Case("6.9.1", "window of a stream above 2^31-1",
                        peer -> peer.post(1).window(1, Integer.MAX_VALUE).window(1, Integer.MAX_VALUE),
                        streamError(FLOW_CONTROL_ERROR)),
                new Http2Case("6.9.2", "a window that is opened after HEADERS",
                        peer -> peer.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 0))
                                .get(1)
                                .frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 1)),
                        data(1)),
                new Http2Case("6.9.2", "a window that becomes negative", peer -> {
                    peer.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 3)).get(1);
                    peer.read(frame -> frame.type() == DATA && frame.payload().length == 3);
                    peer.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 2)).window(1, 2);
                }, data(1)),
                of("6.9.2", "INITIAL_WINDOW_SIZE above 2^31-1", setting(INITIAL_WINDOW_SIZE, -1),
                        connectionError(FLOW_CONTROL_ERROR)));
    }

    private static Stream<Http2Case> continuations() {
        return Stream.of(
                new Http2Case("6.10", "several CONTINUATION", peer -> GenericCases.split(peer, 3), answer(1)),
                new Http2Case("6.10", "DATA between two CONTINUATION",
                        peer -> peer.frame(HEADERS, 0, 1, peer.request("GET"))
                                .frame(CONTINUATION, 0, 1, PART)
                                .frame(DATA, END_STREAM, 1, filled(4)),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.10", "CONTINUATION on stream 0",
                        peer -> peer.frame(HEADERS, 0, 1, peer.request("GET"))
                                .frame(CONTINUATION, END_HEADERS, 0, PART),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.10", "CONTINUATION after HEADERS with END_HEADERS",
                        peer -> peer.post(1).frame(CONTINUATION, END_HEADERS, 1, PART),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.10", "CONTINUATION after CONTINUATION with END_HEADERS",
                        peer -> peer.frame(HEADERS, 0, 1, peer.request("POST"))
                                .frame(CONTINUATION, END_HEADERS, 1, PART)
                                .frame(CONTINUATION, END_HEADERS, 1, PART),
                        connectionError(PROTOCOL_ERROR)),
                new Http2Case("6.10", "CONTINUATION after DATA",
                        peer -> peer.post(1).frame(DATA, 0, 1, filled(4)).frame(CONTINUATION, END_HEADERS, 1, PART),
                        connectionError(PROTOCOL_ERROR)));
    }
}
