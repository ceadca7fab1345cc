package io.tokenward.proxy.http2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.DynamicTest;

/** All cases: what a client does, and what RFC 9113 and RFC 7541 require of the server. */
public final class Http2Table {
    /** Opens a connection on which ALPN has chosen h2. */
    public interface Sockets {
        /** A new one. */
        SSLSocket open() throws IOException;
    }

    private final Sockets sockets;
    private final String key;

    /** @param key of a caller */
    public Http2Table(Sockets sockets, String key) {
        this.sockets = sockets;
        this.key = key;
    }

    /** One test for each case. */
    public Stream<DynamicTest> tests() {
        Stream<DynamicTest> framed = cases().map(row -> DynamicTest.dynamicTest(row.toString(), () -> {
            try (var peer = new Peer(sockets.open(), key).open()) {
                row.script().run(peer);
                row.required().check().of(peer);
            }
        }));
        return Stream.concat(prefaces(), framed);
    }

    private static Stream<Http2Case> cases() {
        return Stream.of(GenericCases.all(), ConnectionCases.all(), DefinitionCases.all(), RequestCases.all())
                .flatMap(cases -> cases);
    }

    /** What comes before any frame. */
    private Stream<DynamicTest> prefaces() {
        return Stream.of(DynamicTest.dynamicTest("3.4 preface", () -> {
            try (var peer = new Peer(sockets.open(), key)) {
                Peer.Frame first = peer.raw(Peer.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))
                        .frame(Peer.SETTINGS, 0, 0, new byte[0])
                        .read(_ -> true);
                if (first.type() != Peer.SETTINGS) throw new AssertionError("came: " + first);
            }
        }), DynamicTest.dynamicTest("3.4 preface that is none", () -> {
            try (var peer = new Peer(sockets.open(), key)) {
                peer.raw("INVALID CONNECTION PREFACE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                Required.connectionError(Code.PROTOCOL_ERROR).check().of(peer);
            }
        }));
    }

    /** The rows of the table, in its order. */
    public List<String> rows() {
        return Stream.concat(
                Stream.of("| 3.4 | client preface | SETTINGS come first |",
                        "| 3.4 | a preface that is none | " + Required.connectionError(Code.PROTOCOL_ERROR).words()
                                + " |"),
                cases().map(Http2Case::row)).toList();
    }

    /** The rows in the document. */
    public static List<String> documented() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "http2.md"))
                .stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| section") && !line.startsWith("| ---"))
                .toList();
    }
}
