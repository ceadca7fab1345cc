package io.tokenward.proxy.http2;

import static io.tokenward.proxy.http2.Peer.CONTINUATION;
import static io.tokenward.proxy.http2.Peer.DATA;
import static io.tokenward.proxy.http2.Peer.END_HEADERS;
import static io.tokenward.proxy.http2.Peer.END_STREAM;
import static io.tokenward.proxy.http2.Peer.HEADERS;
import static io.tokenward.proxy.http2.Peer.PADDED;
import static io.tokenward.proxy.http2.Peer.PRIORITIZED;
import static io.tokenward.proxy.http2.Peer.SETTINGS;
import static io.tokenward.proxy.http2.Peer.bytes;
import static io.tokenward.proxy.http2.Peer.filled;
import static io.tokenward.proxy.http2.Peer.integer;
import static io.tokenward.proxy.http2.Peer.joined;
import static io.tokenward.proxy.http2.Peer.setting;
import static io.tokenward.proxy.http2.Required.alive;
import static io.tokenward.proxy.http2.Required.answer;
import static io.tokenward.proxy.http2.Required.data;
import static io.tokenward.proxy.http2.Required.settingsAcknowledged;

import java.util.stream.Stream;

/** What honest clients do. */
final class GenericCases {
    private static final int INITIAL_WINDOW_SIZE = 4;

    private GenericCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(streams(), frames(), exchanges(), fields()).flatMap(cases -> cases);
    }

    private static Http2Case generic(String title, Required required, Http2Case.Script script) {
        return new Http2Case("generic", title, script, required);
    }

    private static Stream<Http2Case> streams() {
        return Stream.of(generic("client preface", alive("preface."), _ -> {}),
                generic("PRIORITY on an idle stream", alive("12345678"), peer -> peer.priority(1, 0, 255)),
                generic("WINDOW_UPDATE on a half-closed (remote) stream", data(),
                        peer -> peer.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 0)).get(1).window(1, 1)),
                generic("PRIORITY on a half-closed (remote) stream", data(),
                        peer -> peer.frame(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 0))
                                .get(1)
                                .priority(1, 0, 255)
                                .window(1, 1)),
                generic("RST_STREAM on a half-closed (remote) stream", alive("12345678"), peer -> peer.get(1).reset(1)),
                generic("PRIORITY on a closed stream", alive("12345678"),
                        peer -> peer.get(1).awaitEnd(1).priority(1, 0, 255)));
    }

    private static Stream<Http2Case> frames() {
        return Stream.of(
                generic("DATA", answer(1), peer -> peer.post(1).frame(DATA, END_STREAM, 1, filled(4))),
                generic("several DATA", answer(1),
                        peer -> peer.post(1).frame(DATA, 0, 1, filled(4)).frame(DATA, END_STREAM, 1, filled(4))),
                generic("DATA with padding", answer(1),
                        peer -> peer.post(1)
                                .frame(DATA, END_STREAM | PADDED, 1, joined(bytes(5), filled(4), new byte[5]))),
                generic("HEADERS", answer(1), peer -> peer.get(1)),
                generic("HEADERS with padding", answer(1),
                        peer -> peer.frame(HEADERS, END_STREAM | END_HEADERS | PADDED, 1,
                                joined(bytes(8), peer.request("GET"), new byte[8]))),
                generic("HEADERS with priority", answer(1),
                        peer -> peer.frame(HEADERS, END_STREAM | END_HEADERS | PRIORITIZED, 1,
                                joined(integer(0), bytes(255), peer.request("GET")))),
                generic("PRIORITY with weight 1", answer(1), peer -> peer.priority(1, 0, 0).get(1)),
                generic("PRIORITY with weight 256", answer(1), peer -> peer.priority(1, 0, 255).get(1)),
                generic("PRIORITY with a dependency", answer(1), peer -> peer.priority(3, 1, 0).get(1)),
                generic("PRIORITY, exclusive", answer(1), peer -> peer.priority(1, 1 << 31, 0).get(1)),
                generic("PRIORITY on an idle stream, HEADERS on a lower one", answer(1),
                        peer -> peer.priority(3, 0, 255).get(1)),
                generic("RST_STREAM", alive("12345678"), peer -> peer.post(1).reset(1)),
                generic("SETTINGS", settingsAcknowledged(),
                        peer -> peer.frame(SETTINGS, 0, 0, setting(3, 100))),
                generic("PING", alive("h2speaks"), _ -> {}),
                generic("GOAWAY", alive("12345678"),
                        peer -> peer.frame(Peer.GOAWAY, 0, 0, joined(integer(0), integer(0)))),
                generic("WINDOW_UPDATE on the connection", answer(1), peer -> peer.window(0, 1).get(1)),
                generic("WINDOW_UPDATE on a stream", answer(1), peer -> peer.get(1).window(1, 1)),
                generic("CONTINUATION", answer(1), peer -> split(peer, 2)),
                generic("several CONTINUATION", answer(1), peer -> split(peer, 4)));
    }

    /** A GET whose header block comes in as many pieces. */
    static void split(Peer peer, int pieces) {
        byte[] block = peer.request("GET");
        int size = block.length / pieces + 1;
        for (int at = 0; at < block.length; at += size) {
            byte[] piece = java.util.Arrays.copyOfRange(block, at, Math.min(block.length, at + size));
            int last = at + size >= block.length ? END_HEADERS : 0;
            peer.frame(at == 0 ? HEADERS : CONTINUATION, (at == 0 ? END_STREAM : 0) | last, 1, piece);
        }
    }

    private static Stream<Http2Case> exchanges() {
        return Stream.of(generic("GET", answer(1), peer -> peer.get(1)),
                generic("HEAD", answer(1),
                        peer -> peer.frame(HEADERS, END_STREAM | END_HEADERS, 1, peer.request("HEAD"))),
                generic("POST", answer(1), peer -> peer.post(1).frame(DATA, END_STREAM, 1, filled(4))),
                generic("POST with trailers", answer(1),
                        peer -> peer.post(1)
                                .frame(DATA, 0, 1, filled(4))
                                .frame(HEADERS, END_STREAM | END_HEADERS, 1, Peer.block("x-test", "ok"))));
    }

    /** The ways to write a field (RFC 7541 §6), plain and in Huffman code. */
    private static Stream<Http2Case> fields() {
        byte[] plainAgent = joined(bytes(6), Peer.ascii("h2test"));
        byte[] plainName = joined(bytes(6), Peer.ascii("x-test"));
        byte[] codedName = bytes(0x85, 0xf2, 0xb2, 0x4a, 0x84, 0xff);
        byte[] codedValue = bytes(0x83, 0x49, 0x50, 0x9f);
        return Stream.of(field("an indexed field", bytes(0xba)),
                field("incremental indexing, indexed name", joined(bytes(0x7a), plainAgent)),
                field("incremental indexing, indexed name, Huffman", joined(bytes(0x7a), codedValue)),
                field("incremental indexing, new name", joined(bytes(0x40), plainName, plainAgent)),
                field("incremental indexing, new name, Huffman", joined(bytes(0x40), codedName, codedValue)),
                field("without indexing, indexed name", joined(bytes(0x0f, 0x2b), plainAgent)),
                field("without indexing, indexed name, Huffman", joined(bytes(0x0f, 0x2b), codedValue)),
                field("without indexing, new name", joined(bytes(0), plainName, plainAgent)),
                field("without indexing, new name, Huffman", joined(bytes(0), codedName, codedValue)),
                field("never indexed, indexed name", joined(bytes(0x1f, 0x2b), plainAgent)),
                field("never indexed, indexed name, Huffman", joined(bytes(0x1f, 0x2b), codedValue)),
                field("never indexed, new name", joined(bytes(0x10), plainName, plainAgent)),
                field("never indexed, new name, Huffman", joined(bytes(0x10), codedName, codedValue)),
                generic("a dynamic table size update", answer(1),
                        peer -> peer.headers(joined(bytes(0x20), peer.request("GET")))),
                generic("two dynamic table size updates", answer(1),
                        peer -> peer.headers(joined(bytes(0x20, 0x3f, 0xe1, 0x1f), peer.request("GET")))));
    }

    private static Http2Case field(String title, byte[] field) {
        return generic(title, answer(1), peer -> peer.headers(joined(peer.request("GET"), field)));
    }
}
