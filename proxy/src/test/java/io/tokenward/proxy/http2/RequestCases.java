package io.tokenward.proxy.http2;

import static io.tokenward.proxy.http2.Code.COMPRESSION_ERROR;
import static io.tokenward.proxy.http2.Code.PROTOCOL_ERROR;
import static io.tokenward.proxy.http2.Peer.DATA;
import static io.tokenward.proxy.http2.Peer.END_HEADERS;
import static io.tokenward.proxy.http2.Peer.END_STREAM;
import static io.tokenward.proxy.http2.Peer.HEADERS;
import static io.tokenward.proxy.http2.Peer.PUSH_PROMISE;
import static io.tokenward.proxy.http2.Peer.block;
import static io.tokenward.proxy.http2.Peer.bytes;
import static io.tokenward.proxy.http2.Peer.filled;
import static io.tokenward.proxy.http2.Peer.integer;
import static io.tokenward.proxy.http2.Peer.joined;
import static io.tokenward.proxy.http2.Required.connectionError;
import static io.tokenward.proxy.http2.Required.streamError;

import java.util.stream.Stream;

/** RFC 9113 §8 and RFC 7541: what a request may be, and how its fields may be written. */
final class RequestCases {
    private static final String[] METHOD = {":method", "GET"};
    private static final String[] SCHEME = {":scheme", "https"};
    private static final String[] PATH = {":path", "/v1/models"};
    private static final String[] AUTHORITY = {":authority", "localhost"};

    private RequestCases() {}

    static Stream<Http2Case> all() {
        return Stream.of(fields(), pseudoFields(), lengths(), compression()).flatMap(cases -> cases);
    }

    private static Stream<Http2Case> fields() {
        return Stream.of(
                new Http2Case("8.1", "a second HEADERS without END_STREAM",
                        peer -> peer.post(1)
                                .frame(DATA, 0, 1, filled(4))
                                .frame(HEADERS, END_HEADERS, 1, block("x-test", "ok")),
                        streamError(PROTOCOL_ERROR)),
                more("8.2.1", "a field name in upper case", "X-TEST", "ok"),
                more("8.3", "an unknown pseudo-header field", ":test", "ok"),
                more("8.3", "a pseudo-header field of responses", ":status", "200"),
                new Http2Case("8.3", "a pseudo-header field in trailers",
                        peer -> peer.post(1)
                                .frame(DATA, 0, 1, filled(4))
                                .frame(HEADERS, END_STREAM | END_HEADERS, 1, block(":method", "POST")),
                        streamError(PROTOCOL_ERROR)),
                of("8.3", "a pseudo-header field after others", METHOD, SCHEME, AUTHORITY, new String[]{"x-test", "ok"},
                        PATH),
                more("8.2.2", "a field of the connection", "connection", "keep-alive"),
                more("8.2.2", "TE other than trailers", "te", "trailers, deflate"),
                new Http2Case("8.4", "PUSH_PROMISE of a client",
                        peer -> peer.frame(PUSH_PROMISE, END_HEADERS, 1, joined(integer(3), peer.request("GET"))),
                        connectionError(PROTOCOL_ERROR)));
    }

    private static Stream<Http2Case> pseudoFields() {
        return Stream.of(of("8.3.1", "an empty path", METHOD, SCHEME, AUTHORITY, new String[]{":path", ""}),
                of("8.3.1", "no method", SCHEME, PATH, AUTHORITY), of("8.3.1", "no scheme", METHOD, PATH, AUTHORITY),
                of("8.3.1", "no path", METHOD, SCHEME, AUTHORITY),
                of("8.3.1", "two methods", METHOD, METHOD, SCHEME, PATH, AUTHORITY),
                of("8.3.1", "two schemes", METHOD, SCHEME, SCHEME, PATH, AUTHORITY),
                of("8.3.1", "two paths", METHOD, SCHEME, PATH, PATH, AUTHORITY));
    }

    private static Http2Case more(String section, String title, String name, String value) {
        return new Http2Case(section, title, peer -> peer.headers(peer.request("GET", name, value)),
                streamError(PROTOCOL_ERROR));
    }

    private static Http2Case of(String section, String title, String[]... fields) {
        return new Http2Case(section, title,
                peer -> peer.headers(joined(Stream.of(fields).map(Peer::block).toArray(byte[][]::new))),
                streamError(PROTOCOL_ERROR));
    }

    private static Stream<Http2Case> lengths() {
        return Stream.of(
                new Http2Case("8.1.1", "Content-Length that is not that of the DATA",
                        peer -> peer.frame(HEADERS, END_HEADERS, 1, peer.request("POST", "content-length", "1"))
                                .frame(DATA, END_STREAM, 1, filled(4)),
                        streamError(PROTOCOL_ERROR)),
                new Http2Case("8.1.1", "Content-Length that is not that of several DATA together",
                        peer -> peer.frame(HEADERS, END_HEADERS, 1, peer.request("POST", "content-length", "1"))
                                .frame(DATA, 0, 1, filled(4))
                                .frame(DATA, END_STREAM, 1, filled(4)),
                        streamError(PROTOCOL_ERROR)));
    }

    private static Stream<Http2Case> compression() {
        return Stream.of(hpack("2.3.3", "an index that nothing has", bytes(0xff, 0x80, 0x80, 0x01)),
                hpack("2.3.3", "an index that nothing has, as a name", bytes(0x7f, 0x80, 0x80, 0x01, 1, 'x')),
                hpack("4.2", "a table size update at the end of a block", bytes(0x20)),
                hpack("5.2", "Huffman code with more than 7 bits of padding",
                        joined(bytes(0), bytes(0x85, 0xf2, 0xb2, 0x4a, 0x84, 0xff),
                                bytes(0x84, 0x49, 0x50, 0x9f, 0xff))),
                hpack("5.2", "Huffman code padded with zeros",
                        joined(bytes(0), bytes(0x85, 0xf2, 0xb2, 0x4a, 0x84, 0xff), bytes(0x83, 0x49, 0x50, 0x90))),
                hpack("5.2", "Huffman code with the end of string in it",
                        joined(bytes(0), bytes(0x85, 0xf2, 0xb2, 0x4a, 0x84, 0xff),
                                bytes(0x86, 0x49, 0x7f, 0xff, 0xff, 0xff, 0x4f))),
                hpack("6.1", "index 0", bytes(0x80)),
                new Http2Case("hpack 6.3", "a table size update above SETTINGS_HEADER_TABLE_SIZE",
                        peer -> peer.headers(joined(bytes(0x3f, 0xe2, 0x1f), peer.request("GET"))),
                        connectionError(COMPRESSION_ERROR)));
    }

    /** A good request with something behind it. */
    private static Http2Case hpack(String section, String title, byte[] end) {
        return new Http2Case("hpack " + section, title, peer -> peer.headers(joined(peer.request("GET"), end)),
                connectionError(COMPRESSION_ERROR));
    }
}
