package io.tokenward.proxy.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * Lines in, answers out in the same order, worked on by several threads. Memory is constant: at most {@link #AHEAD} lines per
 * thread and, beyond one line, {@link #MAX_BYTES} of them are under way; a line longer than {@link #MAX_LINE} bytes is
 * answered by an error without being kept.
 */
final class Batch {
    static final int MAX_LINE = 64 << 20;
    private static final int AHEAD = 16;
    private static final long MAX_BYTES = 32 << 20;

    /** An answer to come, and the size of the line that it keeps in memory. */
    private record Pending(Future<byte[]> answer, long bytes) {}

    private final LineScreener screener;
    private final int threads;

    Batch(LineScreener screener, int threads) {
        this.screener = screener;
        this.threads = threads;
    }

    void run(InputStream in, OutputStream out) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            pump(new Lines(in), out, pool);
        } finally {
            pool.shutdownNow();
        }
    }

    private void pump(Lines lines, OutputStream out, ExecutorService pool) throws IOException, InterruptedException {
        ArrayDeque<Pending> underWay = new ArrayDeque<>();
        long bytes = 0;
        long number = 0;
        while (true) {
            // Nothing more to read at once: whoever waits at the other end gets all answers before we wait for input.
            if (!lines.ready()) bytes -= drain(underWay, out, 0);
            byte @Nullable [] line = lines.next();
            if (line == null) break;
            long current = ++number;
            boolean tooLong = lines.lastWasCut();
            Future<byte[]> answer = pool.submit(() -> tooLong ? tooLong(current) : screener.answer(current, line));
            underWay.add(new Pending(answer, line.length));
            bytes += line.length;
            bytes -= drain(underWay, out, bytes > MAX_BYTES ? 0 : threads * AHEAD);
        }
        drain(underWay, out, 0);
    }

    private static byte[] tooLong(long number) {
        return ("{\"line\":" + number + ",\"error\":\"longer than " + (MAX_LINE >> 20) + " MiB\"}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Writes answers until that many are left; returns the bytes of their lines. */
    private static long drain(ArrayDeque<Pending> underWay, OutputStream out, int leave)
            throws IOException, InterruptedException {
        long bytes = 0;
        while (underWay.size() > leave) {
            try {
                Pending pending = underWay.remove();
                bytes += pending.bytes();
                out.write(pending.answer().get());
                out.write('\n');
            } catch (ExecutionException defect) {
                throw new IllegalStateException("screening failed", defect.getCause());
            }
        }
        if (leave == 0) out.flush();
        return bytes;
    }

    /** Lines of bytes without their end ({@code \n} or {@code \r\n}). */
    private static final class Lines {
        private final InputStream in;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int end;
        private boolean cut;

        Lines(InputStream in) {
            this.in = in;
        }

        boolean ready() throws IOException {
            return at < end || in.available() > 0;
        }

        boolean lastWasCut() {
            return cut;
        }

        byte @Nullable [] next() throws IOException {
            cut = false;
            var line = new ByteArrayOutputStream();
            boolean any = false;
            while (true) {
                if (at == end) {
                    end = in.read(buffer);
                    at = 0;
                    if (end <= 0) {
                        end = 0;
                        return any ? trimmed(line) : null;
                    }
                }
                any = true;
                int newline = at;
                while (newline < end && buffer[newline] != '\n')
                    newline++;
                if (line.size() + newline - at > MAX_LINE) {
                    cut = true;
                    line.reset();
                } else if (!cut) {
                    line.write(buffer, at, newline - at);
                }
                at = newline;
                if (newline < end) {
                    at++;
                    return trimmed(line);
                }
            }
        }

        private static byte[] trimmed(ByteArrayOutputStream line) {
            byte[] bytes = line.toByteArray();
            return bytes.length > 0 && bytes[bytes.length - 1] == '\r'
                    ? java.util.Arrays.copyOf(bytes, bytes.length - 1)
                    : bytes;
        }
    }
}
