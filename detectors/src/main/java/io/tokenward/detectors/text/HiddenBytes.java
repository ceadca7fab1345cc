package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.EncodedRuns.Decoded;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that no reader sees: a variation selector for each byte, two kinds of zero-width characters for each bit; and
 * Braille, which few read. Stateless; linear time.
 */
final class HiddenBytes {
    private static final int FEWEST_SELECTORS = 6;
    private static final int FEWEST_BITS = 48;
    private static final int FEWEST_CELLS = 8;
    /** Dots 1 to 6 as bits 0 to 5, for a to z (Braille of six dots, without contractions). */
    private static final int[] CELLS = {0x01, 0x03, 0x09, 0x19, 0x11, 0x0B, 0x1B, 0x13, 0x0A, 0x1A, 0x05, 0x07, 0x0D,
            0x1D, 0x15, 0x0F, 0x1F, 0x17, 0x0E, 0x1E, 0x25, 0x27, 0x3A, 0x2D, 0x3D, 0x35};
    private static final char[] LETTER_OF = new char[256];

    static {
        for (int i = 0; i < CELLS.length; i++)
            LETTER_OF[CELLS[i]] = (char) ('a' + i);
        LETTER_OF[0] = ' ';
    }

    private HiddenBytes() {}

    static void decodeAll(String text, List<Decoded> found) {
        for (int i = 0; i < text.length();) {
            char c = text.charAt(i);
            int end = i;
            if (selector(text, i) >= 0) end = selectors(text, i, found);
            else if (isZeroWidth(c)) end = bits(text, i, found);
            else if (c >= 0x2800 && c <= 0x28FF) end = braille(text, i, found);
            i = Math.max(end, i + 1);
        }
    }

    /** The byte that the selector at {@code at} stands for, or -1. */
    static int selector(String text, int at) {
        char c = text.charAt(at);
        if (c >= 0xFE00 && c <= 0xFE0F) return c - 0xFE00;
        if (c != 0xDB40 || at + 1 >= text.length() || !Character.isLowSurrogate(text.charAt(at + 1))) return -1;
        int codePoint = Character.toCodePoint(c, text.charAt(at + 1));
        return codePoint >= 0xE0100 && codePoint <= 0xE01EF ? codePoint - 0xE0100 + 16 : -1;
    }

    private static int selectors(String text, int start, List<Decoded> found) {
        var bytes = new byte[64];
        int count = 0;
        int at = start;
        for (int value = selector(text, at); value >= 0; value = at < text.length() ? selector(text, at) : -1) {
            if (count == bytes.length) bytes = Arrays.copyOf(bytes, 2 * count);
            bytes[count++] = (byte) value;
            at += text.charAt(at) == 0xDB40 ? 2 : 1;
        }
        if (count >= FEWEST_SELECTORS) {
            int end = at;
            Readable.text(Arrays.copyOf(bytes, count), count)
                    .ifPresent(plain -> found.add(new Decoded("selectors", plain, new Span(start, end))));
        }
        return at;
    }

    static boolean isZeroWidth(char c) {
        return c >= 0x200B && c <= 0x200D || c == 0x2060 || c == 0xFEFF || c == 0x2062 || c == 0x2063 || c == 0x2064;
    }

    private static int bits(String text, int start, List<Decoded> found) {
        int end = start;
        char one = 0;
        char zero = text.charAt(start);
        boolean two = true;
        while (end < text.length() && isZeroWidth(text.charAt(end))) {
            char c = text.charAt(end++);
            if (c == zero || c == one) continue;
            two &= one == 0;
            one = c;
        }
        if (two && end - start >= FEWEST_BITS) {
            if (!bits(text, start, end, one, found)) bits(text, start, end, zero, found);
        }
        return end;
    }

    private static boolean bits(String text, int start, int end, char one, List<Decoded> found) {
        var bytes = new byte[(end - start) / 8];
        for (int i = 0; i < bytes.length * 8; i++)
            if (text.charAt(start + i) == one) bytes[i / 8] |= (byte) (1 << 7 - i % 8);
        var plain = Readable.text(bytes, bytes.length);
        plain.ifPresent(said -> found.add(new Decoded("zero-width", said, new Span(start, end))));
        return plain.isPresent();
    }

    private static int braille(String text, int start, List<Decoded> found) {
        var plain = new StringBuilder();
        int end = start;
        for (; end < text.length(); end++) {
            char c = text.charAt(end);
            if (c == ' ' || c == '\n') plain.append(' ');
            else if (c >= 0x2800 && c <= 0x28FF) plain.append(LETTER_OF[c - 0x2800] == 0 ? '?' : LETTER_OF[c - 0x2800]);
            else
                break;
        }
        if (plain.length() >= FEWEST_CELLS && NumberCodes.isMostlyLetters(plain.toString()))
            found.add(new Decoded("braille", plain.toString().strip(), new Span(start, end)));
        return end;
    }
}
