package io.tokenward.proxy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An upstream that keeps what it was sent and writes the next piece of its answer only when the test says so. */
final class SteppedUpstream implements AutoCloseable {
    /** What one request was. */
    record Seen(String head, byte[] body) {}

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Semaphore steps = new Semaphore(0);
    private final AtomicInteger requests = new AtomicInteger();
    final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private volatile String mediaType = "application/json";
    private volatile boolean silent;
    private volatile List<byte[]> pieces = List.of();

    SteppedUpstream() throws IOException {
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

    int requests() {
        return requests.get();
    }

    /** The next answer: a piece for each {@link #step}; behind the type there may be further fields. */
    void answer(String type, List<byte[]> pieces) {
        this.mediaType = type;
        this.pieces = pieces;
        steps.drainPermits();
    }

    /** From now on requests are read and not answered. */
    void silent() {
        silent = true;
    }

    void step() {
        steps.release();
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                seen.add(new Seen(head, in.readNBytes(length(head))));
                requests.incrementAndGet();
                if (!silent) reply(socket.getOutputStream());
            }
        } catch (IOException | InterruptedException gone) {
            // the test reads what it needs and leaves
        }
    }

    private void reply(OutputStream out) throws IOException, InterruptedException {
        boolean sized = mediaType.contains("Content-Length: ");
        String framing = sized ? "" : "Transfer-Encoding: chunked\r\n";
        write(out, ("HTTP/1.1 200 OK\r\nContent-Type: " + mediaType + "\r\n" + framing + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        for (byte[] piece : pieces) {
            if (!steps.tryAcquire(15, TimeUnit.SECONDS)) throw new IOException("no step");
            if (sized) write(out, piece);
            else
                write(out, (Integer.toHexString(piece.length) + "\r\n").getBytes(StandardCharsets.US_ASCII), piece,
                        "\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        if (!sized) write(out, "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static void write(OutputStream out, byte[]... parts) throws IOException {
        var all = new java.io.ByteArrayOutputStream();
        for (byte[] part : parts)
            all.writeBytes(part);
        out.write(all.toByteArray());
        out.flush();
    }

    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) return "";
            head.append((char) b);
        }
        return head.toString();
    }

    private static int length(String head) {
        for (String line : head.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                return Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
