package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.EncodedRuns.Decoded;
import java.util.Arrays;
import java.util.List;

/**
 * Five characters for four bytes, in the alphabet of Ascii85 (Adobe, {@code btoa}) and of RFC 1924. Tried on runs without
 * blanks that hold both cases and several kinds of marks. Stateless; linear time.
 */
final class Base85 {
    static final int SHORTEST = 20;
    private static final byte[] RFC_1924 = new byte[128];

    static {
        Arrays.fill(RFC_1924, (byte) -1);
        String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
        for (int i = 0; i < digits.length(); i++)
            RFC_1924[digits.charAt(i)] = (byte) i;
    }

    private Base85() {}

    static void decodeAll(String text, List<Decoded> found) {
        for (int at = 0; at < text.length();) {
            if (!isUnit(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at;
            while (end < text.length() && isUnit(text.charAt(end)))
                end++;
            if (end - at >= SHORTEST && end - at <= Decoding.LONGEST_RUN && looksDense(text, at, end))
                decode(text, at, end, found);
            at = end;
        }
    }

    private static boolean isUnit(char c) {
        return c > ' ' && c < 127;
    }

    /** Addresses, paths and minified code have long stretches of small letters; this has none. */
    private static boolean looksDense(String text, int start, int end) {
        int changes = 0;
        int before = -1;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int kind = c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : c >= '0' && c <= '9' ? 2 : 3;
            if (kind != before) changes++;
            before = kind;
        }
        return changes * 3 >= end - start;
    }

    private static void decode(String text, int start, int end, List<Decoded> found) {
        int from = text.startsWith("<~", start) ? start + 2 : start;
        int to = text.startsWith("~>", end - 2) ? end - 2 : end;
        for (int trim = 0; trim < 2; trim++) {
            for (boolean adobe : new boolean[]{true, false}) {
                byte[] bytes = bytes(text, from + trim, to - trim, adobe);
                if (bytes.length < SHORTEST / 2) continue;
                var plain = Readable.text(bytes, bytes.length).filter(NumberCodes::isMostlyLetters);
                if (plain.isEmpty()) continue;
                found.add(new Decoded("base85", plain.get(), new Span(start, end)));
                return;
            }
        }
    }

    private static byte[] bytes(String text, int start, int end, boolean adobe) {
        var bytes = new byte[Math.max(0, end - start) * 4 / 5 + 8];
        int count = 0;
        long value = 0;
        int held = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = adobe ? c >= '!' && c <= 'u' ? c - '!' : -1 : RFC_1924[c];
            if (digit < 0) return new byte[0];
            value = value * 85 + digit;
            if (++held < 5) continue;
            if (value > 0xFFFFFFFFL) return new byte[0];
            for (int shift = 24; shift >= 0; shift -= 8)
                bytes[count++] = (byte) (value >> shift);
            value = 0;
            held = 0;
        }
        if (held > 1) {
            for (int i = held; i < 5; i++)
                value = value * 85 + 84;
            for (int i = 0; i < held - 1; i++)
                bytes[count++] = (byte) (value >> 24 - 8 * i);
        }
        return Arrays.copyOf(bytes, count);
    }
}
