package io.tokenward.proxy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

/** What a batch keeps in memory, seen from its two ends. */
class BatchTest {
    private final LineScreener screener = new LineScreener(RuleEngine.builtin(), Policy.standard(), Trust.APP);

    @Test
    void aLineOfManyMebibytesIsAnErrorAndNotKept() throws Exception {
        long length = Batch.MAX_LINE + 1L;
        var answers = new ByteArrayOutputStream();

        new Batch(screener, 2).run(new Repeated("x", length, "\n{\"id\":2,\"text\":\"x\"}\n"), answers);

        assertThat(answers.toString(StandardCharsets.UTF_8).lines()).hasSize(2)
                .first()
                .isEqualTo("{\"line\":1,\"error\":\"longer than 64 MiB; screen it in parts\"}");
        assertThat(answers.toString(StandardCharsets.UTF_8)).contains("{\"id\":2,\"decision\":\"allow\"");
    }

    @Test
    void linesUnderWayAreBoundedHoweverLongTheInput() throws Exception {
        int threads = 2;
        var read = new AtomicLong();
        var written = new AtomicInteger();
        var most = new AtomicLong();
        String line = "{\"text\":\"A quiet river.\"}\n";
        var in = new Repeated(line, 20_000L * line.length(), "") {
            @Override
            public int read(byte[] into, int at, int length) {
                int got = super.read(into, at, Math.min(length, line.length()));
                read.addAndGet(Math.max(0, got));
                return got;
            }
        };
        var out = new OutputStream() {
            @Override
            public void write(int character) {
                if (character != '\n') return;
                long ahead = read.get() / line.length() - written.incrementAndGet();
                most.accumulateAndGet(ahead, Math::max);
            }
        };

        new Batch(screener, threads).run(in, out);

        assertThat(written).hasValue(20_000);
        assertThat(most.get()).isLessThanOrEqualTo(threads * 16L + 1);
    }

    @Test
    void longLinesUnderWayAreBoundedInBytes() throws Exception {
        var read = new AtomicLong();
        var most = new AtomicLong();
        var written = new AtomicInteger();
        int size = 9 << 20;
        String line = "{\"id\":1,\"no-text\":\"" + "x".repeat(size) + "\"}\n";
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        var in = new InputStream() {
            private long at;

            @Override
            public int read() {
                throw new AssertionError("read in blocks");
            }

            @Override
            public int read(byte[] into, int from, int length) {
                if (at == 12L * bytes.length) return -1;
                int offset = (int) (at % bytes.length);
                int got = Math.min(length, bytes.length - offset);
                System.arraycopy(bytes, offset, into, from, got);
                at += got;
                read.addAndGet(got);
                return got;
            }

            @Override
            public int available() {
                return 1;
            }
        };
        var out = new OutputStream() {
            @Override
            public void write(int character) {
                if (character == '\n')
                    most.accumulateAndGet(read.get() - (long) written.getAndIncrement() * bytes.length, Math::max);
            }
        };

        new Batch(screener, 2).run(in, out);

        assertThat(written).hasValue(12);
        assertThat(most.get()).isLessThanOrEqualTo((32L << 20) + bytes.length + (1 << 16));
    }

    /** A text over and over until so many characters have been read, then an end. */
    private static class Repeated extends InputStream {
        private final byte[] text;
        private final byte[] end;
        private final long length;
        private long at;

        Repeated(String text, long length, String end) {
            this.text = text.getBytes(StandardCharsets.US_ASCII);
            this.end = end.getBytes(StandardCharsets.US_ASCII);
            this.length = length;
        }

        @Override
        public int read() {
            throw new AssertionError("read in blocks");
        }

        @Override
        public int read(byte[] into, int from, int most) {
            int got = 0;
            while (got < most && at < length + end.length) {
                into[from + got++] = at < length ? text[(int) (at % text.length)] : end[(int) (at - length)];
                at++;
            }
            return got == 0 ? -1 : got;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, length + end.length - at);
        }
    }
}
