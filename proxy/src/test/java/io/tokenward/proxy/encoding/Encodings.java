package io.tokenward.proxy.encoding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import com.github.luben.zstd.Zstd;

/** Encodes bodies for tests. */
public final class Encodings {
    private Encodings() {}

    /** The body in that coding. */
    public static byte[] encode(Coding coding, byte[] body) {
        return switch (coding) {
            case IDENTITY -> body;
            case GZIP -> through(body, GZIPOutputStream::new);
            case DEFLATE -> through(body, DeflaterOutputStream::new);
            case BROTLI -> stored(body);
            case ZSTD -> Zstd.compress(body);
        };
    }

    private interface Wrapping {
        OutputStream around(OutputStream out) throws IOException;
    }

    private static byte[] through(byte[] body, Wrapping wrapping) {
        var out = new ByteArrayOutputStream();
        try (OutputStream encoder = wrapping.around(out)) {
            encoder.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Brotli without compression (RFC 7932 §9.2): a meta-block of plain bytes for every 64 KiB. */
    private static byte[] stored(byte[] body) {
        var bits = new Bits();
        bits.add(0, 1);
        for (int at = 0; at < body.length; at += 65_536) {
            byte[] block = Arrays.copyOfRange(body, at, Math.min(body.length, at + 65_536));
            bits.add(0, 3);
            bits.add(block.length - 1, 16);
            bits.add(1, 1);
            bits.align();
            bits.out.writeBytes(block);
        }
        bits.add(3, 2);
        bits.align();
        return bits.out.toByteArray();
    }

    private static final class Bits {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int held;
        private int count;

        void add(int value, int width) {
            for (int i = 0; i < width; i++) {
                held |= (value >> i & 1) << count;
                if (++count == 8) align();
            }
        }

        void align() {
            if (count > 0) out.write(held);
            held = 0;
            count = 0;
        }
    }
}
