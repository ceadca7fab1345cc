package io.tokenward.proxy.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
            pump(in, out, pool);
        } finally {
            pool.shutdownNow();
        }
    }

    private void pump(InputStream in, OutputStream out, ExecutorService pool) throws IOException, InterruptedException {
        var underWay = new UnderWay(out);
        // Nothing more to read at once: whoever waits at the other end gets all answers before we wait for input.
        var lines = new Lines(in, () -> underWay.drain(0));
        long number = 0;
        while (true) {
            byte @Nullable [] line = lines.next();
            if (line == null) break;
            long current = ++number;
            boolean tooLong = lines.lastWasCut();
            Future<byte[]> answer = pool.submit(() -> tooLong ? tooLong(current) : screener.answer(current, line));
            underWay.add(new Pending(answer, line.length));
            underWay.drain(underWay.bytes > MAX_BYTES ? 0 : threads * AHEAD);
        }
        underWay.drain(0);
    }

    private static byte[] tooLong(long number) {
        return ("{\"line\":" + number + ",\"error\":\"longer than " + (MAX_LINE >> 20)
                + " MiB; screen it in parts\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Answers to come, in order. One thread owns it. */
    private static final class UnderWay {
        private final OutputStream out;
        private final ArrayDeque<Pending> pending = new ArrayDeque<>();
        private long bytes;

        UnderWay(OutputStream out) {
            this.out = out;
        }

        void add(Pending line) {
            pending.add(line);
            bytes += line.bytes();
        }

        /** Writes answers until that many are left. */
        void drain(int leave) throws IOException, InterruptedException {
            while (pending.size() > leave) {
                Pending next = pending.remove();
                bytes -= next.bytes();
                write(answer(next));
            }
            if (leave == 0) flush();
        }

        private static byte[] answer(Pending next) throws InterruptedException {
            try {
                return next.answer().get();
            } catch (ExecutionException defect) {
                throw new IllegalStateException("screening failed", defect.getCause());
            }
        }

        private void write(byte[] answer) throws IOException {
            try {
                out.write(answer);
                out.write('\n');
            } catch (IOException gone) {
                throw closed(gone);
            }
        }

        private void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException gone) {
                throw closed(gone);
            }
        }

        private static IOException closed(IOException gone) {
            return new IOException("standard output takes no more answers: " + gone.getMessage()
                    + "; keep its reader open until the input ends", gone);
        }
    }

    /** What to do before waiting for input. */
    private interface BeforeWaiting {
        void run() throws IOException, InterruptedException;
    }

    /** Lines of bytes without their end ({@code \n} or {@code \r\n}). */
    private static final class Lines {
        private final InputStream in;
        private final BeforeWaiting beforeWaiting;
        private final byte[] buffer = new byte[1 << 16];
        private int at;
        private int end;
        private boolean cut;

        Lines(InputStream in, BeforeWaiting beforeWaiting) {
            this.in = in;
            this.beforeWaiting = beforeWaiting;
        }

        boolean lastWasCut() {
            return cut;
        }

        byte @Nullable [] next() throws IOException, InterruptedException {
            cut = false;
            var line = new ByteArrayOutputStream();
            boolean any = false;
            while (true) {
                if (at == end) {
                    if (in.available() == 0) beforeWaiting.run();
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
