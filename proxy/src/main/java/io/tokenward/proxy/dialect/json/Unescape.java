package io.tokenward.proxy.dialect.json;

import java.nio.charset.StandardCharsets;

/** Takes the escapes out of a string that {@link StringScanner} has found well-formed. */
final class Unescape {
    private Unescape() {}

    /** The text of the bytes between the quotes: no text has more bytes in UTF-8 than its token. */
    static String text(byte[] body, int from, int to) {
        byte[] out = new byte[to - from];
        int length = 0;
        boolean ascii = true;
        int at = from;
        while (at < to) {
            int run = at;
            while (at < to && body[at] != '\\')
                ascii &= body[at++] >= 0;
            System.arraycopy(body, run, out, length, at - run);
            length += at - run;
            if (at >= to) break;
            if (body[at + 1] != 'u') {
                out[length++] = simple(body[at + 1]);
                at += 2;
                continue;
            }
            int point = hex(body, at + 2);
            at += 6;
            if (Character.isHighSurrogate((char) point)) {
                point = Character.toCodePoint((char) point, (char) hex(body, at + 2));
                at += 6;
            }
            ascii &= point < 0x80;
            length = put(point, out, length);
        }
        return new String(out, 0, length, ascii ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** What {@code \b} and the like stand for. */
    private static byte simple(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    /** The number of four hex digits, or -1. */
    static int hex(byte[] body, int from) {
        if (from + 4 > body.length) return -1;
        int unit = 0;
        for (int i = from; i < from + 4; i++) {
            // Character.digit would also take fullwidth digits, but never for a byte.
            int digit = Character.digit((char) (body[i] & 0xFF), 16);
            if (digit < 0) return -1;
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static int put(int point, byte[] out, int at) {
        if (point < 0x80) {
            out[at] = (byte) point;
            return at + 1;
        }
        int length = at;
        if (point < 0x800) {
            out[length++] = (byte) (0xC0 | point >> 6);
        } else {
            if (point < 0x10000) {
                out[length++] = (byte) (0xE0 | point >> 12);
            } else {
                out[length++] = (byte) (0xF0 | point >> 18);
                out[length++] = (byte) (0x80 | point >> 12 & 0x3F);
            }
            out[length++] = (byte) (0x80 | point >> 6 & 0x3F);
        }
        out[length++] = (byte) (0x80 | point & 0x3F);
        return length;
    }
}
