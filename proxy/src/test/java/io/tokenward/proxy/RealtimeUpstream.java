package io.tokenward.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An endpoint of sessions that keeps what it hears and answers each type of event with what a test has set. */
final class RealtimeUpstream implements AutoCloseable {
    static final String CREATED = "{\"type\":\"response.created\",\"event_id\":\"e1\",\"response\":{\"id\":\"resp_1\",\"status\":\"in_progress\"}}";
    static final String DELTA = "{\"type\":\"response.output_text.delta\",\"response_id\":\"resp_1\",\"delta\":\"Rhine, \\\"Danube\\\"\"}";
    static final String DONE = "{\"type\":\"response.done\",\"response\":{\"id\":\"resp_1\",\"output\":[{\"content\":[{\"text\":\"usage\"}]}],\"usage\":{\"total_tokens\":120,\"input_tokens\":100,\"output_tokens\":20}}}";
    static final List<String> TURN = List.of(CREATED, DELTA, DONE);

    private static final Pattern TYPE = Pattern.compile("\"type\":\"([a-z_.]+)\"|^\\{\"([a-zA-Z]+)\":\\{");

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    /** Connections that are served now. */
    final AtomicInteger open = new AtomicInteger();
    final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
    final BlockingQueue<WebSocketWire.Frame> heard = new LinkedBlockingQueue<>();
    final Map<String, List<byte[]>> replies = new ConcurrentHashMap<>();
    /** What is written into the head of the answer. */
    volatile String extra = "";
    volatile String status = "101 Switching Protocols";
    private volatile OutputStream latest = OutputStream.nullOutputStream();

    RealtimeUpstream() throws IOException {
        reply("response.create", TURN);
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    Thread.ofVirtual().start(() -> serve(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    void reply(String type, List<String> events) {
        replies.put(type, events.stream().map(text -> WebSocketWire.text(text, false)).toList());
    }

    /** Bytes to whoever is connected last. */
    void send(byte[] bytes) throws IOException {
        synchronized (this) {
            latest.write(bytes);
            latest.flush();
        }
    }

    /** The next thing heard. */
    WebSocketWire.Frame next() throws InterruptedException {
        WebSocketWire.Frame frame = heard.poll(15, TimeUnit.SECONDS);
        if (frame == null) throw new AssertionError("nothing heard");
        return frame;
    }

    private void serve(Socket socket) {
        open.incrementAndGet();
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String head = WebSocketWire.head(in);
            heads.add(head);
            if (!head.contains("Sec-WebSocket-Key") && !head.contains("sec-websocket-key")) {
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}"
                                .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            socket.getOutputStream().write(answer(head).getBytes(StandardCharsets.US_ASCII));
            latest = socket.getOutputStream();
            if (!status.startsWith("101")) return;
            while (true) {
                WebSocketWire.Frame frame = WebSocketWire.read(in);
                heard.add(frame);
                Matcher type = TYPE.matcher(frame.text());
                if (frame.opcode() == WebSocketWire.CLOSE) return;
                if (type.find())
                    for (byte[] reply : replies.getOrDefault(type.group(1) == null ? type.group(2) : type.group(1),
                            List.of()))
                    send(reply);
            }
        } catch (Exception gone) {
            // the test reads what it needs and leaves
        } finally {
            open.decrementAndGet();
        }
    }

    private String answer(String head) throws Exception {
        Matcher key = Pattern.compile("(?i)sec-websocket-key: (\\S+)").matcher(head);
        if (!key.find()) throw new IOException("no key");
        byte[] hash = MessageDigest.getInstance("SHA-1")
                .digest((key.group(1) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        String body = status.startsWith("101") ? "" : "{\"no\":1}";
        return "HTTP/1.1 " + status + "\r\n" + (body.isEmpty()
                ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                        + Base64.getEncoder().encodeToString(hash) + "\r\n"
                : "Content-Type: application/json\r\nContent-Length: 8\r\n") + extra + "\r\n" + body;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
