package io.tokenward.proxy.limit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a batch while it is written. Used by one thread at a time. */
final class BatchBytes {
    private byte[] bytes;
    private int length;

    BatchBytes(int likely) {
        bytes = new byte[likely];
    }

    /** A number that is not negative, seven bits to a byte, the lowest first. */
    void number(long value) {
        if (value < 0) throw new IllegalArgumentException("must not be negative, was " + value);
        raw(value);
    }

    /** A number of either sign: small ones are short. */
    void signed(long value) {
        raw(value << 1 ^ value >> 63);
    }

    /** Its length and its bytes in UTF-8. */
    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        number(utf8.length);
        room(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** What was written elsewhere. */
    void bytes(byte[] written) {
        room(written.length);
        System.arraycopy(written, 0, bytes, length, written.length);
        length += written.length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    void clear() {
        length = 0;
    }

    private void raw(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void room(int more) {
        if (bytes.length - length < more) bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
}
