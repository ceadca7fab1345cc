package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.EncodedRuns.Decoded;
import java.util.List;

/**
 * Text written as numbers, one for each byte: decimal ({@code 105 103 110}), binary ({@code 01101001}), octal and hex
 * ({@code 0x69, 0x67}), between blanks, commas and brackets. Binary may also run on without gaps. Stateless; linear time.
 */
final class NumberCodes {
    /** Eight letters of three digits. */
    static final int FEWEST_DIGITS = 16;
    private static final int FEWEST = 8;
    private static final int WIDEST_GAP = 3;

    private final String text;
    private final List<Decoded> found;

    private NumberCodes(String text, List<Decoded> found) {
        this.text = text;
        this.found = found;
    }

    static void decodeAll(String text, List<Decoded> found) {
        new NumberCodes(text, found).run();
    }

    /** How one number is written. */
    private enum Base {
        BINARY("binary", 2, 7, 8), OCTAL("octal", 8, 3, 3), DECIMAL("decimal", 10, 2, 3), HEX("hex", 16, 2, 2);

        private final String encoding;
        private final int radix;
        private final int shortest;
        private final int longest;

        Base(String encoding, int radix, int shortest, int longest) {
            this.encoding = encoding;
            this.radix = radix;
            this.shortest = shortest;
            this.longest = longest;
        }
    }

    private void run() {
        for (int at = 0; at < text.length();) {
            if (!isDigit(text.charAt(at)) || at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
                at++;
                continue;
            }
            int end = stretchEnd(at);
            int numbers = numbers(at, end);
            if (numbers >= FEWEST) decode(at, end);
            else if (end - at >= 8 * FEWEST && isBits(at, end)) decodeBits(at, end);
            at = Math.max(end, at + 1);
        }
    }

    /** One past the last number of a stretch of numbers with small gaps. */
    private int stretchEnd(int start) {
        int end = start;
        int at = start;
        while (at < text.length() && at - end <= WIDEST_GAP) {
            char c = text.charAt(at);
            if (isNumberUnit(c)) end = at + 1;
            else if (!isGap(c)) break;
            at++;
        }
        return end;
    }

    private int numbers(int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++)
            if (isNumberUnit(text.charAt(i)) && (i == start || !isNumberUnit(text.charAt(i - 1)))) count++;
        return count;
    }

    private void decode(int start, int end) {
        for (Base base : Base.values()) {
            byte[] bytes = bytes(start, end, base);
            if (bytes.length < FEWEST) continue;
            var plain = Readable.text(bytes, bytes.length);
            if (plain.isEmpty() || !isMostlyLetters(plain.get()) || base.radix > 2 && plain.get().indexOf(' ') < 0)
                continue;
            found.add(new Decoded(base.encoding, plain.get(), new Span(start, end)));
            return;
        }
    }

    /** The bytes of all numbers, or none where one is not written in that base. */
    private byte[] bytes(int start, int end, Base base) {
        var bytes = new byte[(end - start + 1) / 2];
        int count = 0;
        for (int at = start; at < end;) {
            if (!isNumberUnit(text.charAt(at))) {
                at++;
                continue;
            }
            int last = at;
            while (last < end && isNumberUnit(text.charAt(last)))
                last++;
            int from = base == Base.HEX && last - at > 2 && (text.charAt(at + 1) | 0x20) == 'x' ? at + 2 : at;
            if (last - from < base.shortest || last - from > base.longest) return new byte[0];
            int value = 0;
            for (int i = from; i < last; i++) {
                int digit = Character.digit(text.charAt(i), base.radix);
                if (digit < 0) return new byte[0];
                value = value * base.radix + digit;
            }
            if (value > 255) return new byte[0];
            bytes[count++] = (byte) value;
            at = last;
        }
        return java.util.Arrays.copyOf(bytes, count);
    }

    private boolean isBits(int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '0' && c != '1' && !isGap(c)) return false;
        }
        return true;
    }

    private void decodeBits(int start, int end) {
        var bytes = new byte[(end - start) / 8];
        int bits = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c != '0' && c != '1') continue;
            if (bits / 8 < bytes.length) bytes[bits / 8] |= (byte) ((c - '0') << 7 - bits % 8);
            bits++;
        }
        if (bits % 8 != 0) return;
        Readable.text(bytes, bits / 8)
                .filter(NumberCodes::isMostlyLetters)
                .ifPresent(plain -> found.add(new Decoded("binary", plain, new Span(start, end))));
    }

    /** A column of measurements is printable, too, but it is no text; neither has it blanks, which {@link #decode} asks for. */
    static boolean isMostlyLetters(String plain) {
        int letters = 0;
        for (int i = 0; i < plain.length(); i++)
            if (Character.isLetter(plain.charAt(i)) || plain.charAt(i) == ' ') letters++;
        return letters * 4 >= plain.length() * 3;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static boolean isNumberUnit(char c) {
        return isDigit(c) || c == 'x' || c == 'X';
    }

    private static boolean isGap(char c) {
        return c == ' ' || c == ',' || c == '\n' || c == '\t' || c == '-' || c == ';' || c == '\r';
    }
}
