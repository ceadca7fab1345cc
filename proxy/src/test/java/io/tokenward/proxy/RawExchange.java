package io.tokenward.proxy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import javax.net.ssl.SSLSocket;

/** One HTTP/1.1 exchange over a socket: a body in random pieces out, a chunked answer back as it comes. */
final class RawExchange implements AutoCloseable {
    private final SSLSocket socket;
    private final InputStream in;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    RawExchange(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Sends a request whose body comes in chunks of random sizes. */
    void send(String path, String fields, byte[] body, Random random) throws IOException {
        OutputStream out = socket.getOutputStream();
        ascii(out, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + fields + "\r\n");
        for (int at = 0; at < body.length;) {
            int length = Math.min(body.length - at, 1 + random.nextInt(40));
            ascii(out, Integer.toHexString(length) + "\r\n");
            out.write(body, at, length);
            ascii(out, "\r\n");
            if (random.nextInt(5) == 0) out.flush();
            at += length;
        }
        ascii(out, "0\r\n\r\n");
        out.flush();
    }

    private static void ascii(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Status line and fields. */
    String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0)
            head.append((char) byteOf(in.read()));
        return head.toString();
    }

    /** One chunk of the answer, and all so far; nothing at the end. */
    byte[] chunk() throws IOException {
        var line = new StringBuilder();
        while (line.indexOf("\r\n") < 0)
            line.append((char) byteOf(in.read()));
        byte[] chunk = in.readNBytes(Integer.parseInt(line.toString().strip(), 16));
        in.readNBytes(2);
        received.writeBytes(chunk);
        return chunk;
    }

    byte[] received() {
        return received.toByteArray();
    }

    private static int byteOf(int read) throws IOException {
        if (read < 0) throw new IOException("the answer ended early");
        return read;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
