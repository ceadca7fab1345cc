package io.tokenward.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller of sessions who may write whatever he likes. */
final class RealtimeClient implements AutoCloseable {
    private static final String NONCE = "dGhlIHNhbXBsZSBub25jZQ==";
    /** What RFC 6455 §1.3 says has to be answered to that. */
    static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final Socket socket;
    private final InputStream in;
    final String answer;

    /** @param fields further lines of the head, each with its end */
    RealtimeClient(ProxyFixture fixture, String path, String fields) throws IOException {
        socket = fixture.socket();
        in = new BufferedInputStream(socket.getInputStream());
        write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + NONCE + "\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        answer = WebSocketWire.head(in);
    }

    static RealtimeClient open(ProxyFixture fixture, String key) throws IOException {
        return new RealtimeClient(fixture, "/v1/realtime?model=gpt-realtime", "Authorization: Bearer " + key + "\r\n");
    }

    String status() {
        return answer.isEmpty() ? "" : answer.substring(9, 12);
    }

    String body(int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    void say(String event) throws IOException {
        write(WebSocketWire.text(event, true));
    }

    WebSocketWire.Frame next() throws IOException {
        return WebSocketWire.read(in);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
