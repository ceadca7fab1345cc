package io.tokenward.detectors.text;

import java.util.Arrays;
import java.util.Optional;

/** The encodings that write every byte in letters and digits: base64 in both alphabets, base32, hex. */
final class Alphabet {
    private static final byte[] SEXTET = new byte[128];

    static {
        Arrays.fill(SEXTET, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++)
            SEXTET[digits.charAt(i)] = (byte) i;
        SEXTET['-'] = 62;
        SEXTET['_'] = 63;
    }

    private Alphabet() {}

    static boolean isBase64(char c) {
        return c < 128 && SEXTET[c] >= 0;
    }

    static boolean isJoint(char c) {
        return c == '/' || c == '-' || c == '_' || c == '\n' || c == '\r';
    }

    /** What the run says, if it is base64 of readable text; line ends inside are passed over. */
    static Optional<String> base64(String text, int start, int end) {
        var bytes = new byte[(end - start) / 4 * 3 + 3];
        int count = 0;
        int bits = 0;
        int held = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') continue;
            bits = bits << 6 | SEXTET[c];
            held += 6;
            if (held >= 8) {
                held -= 8;
                bytes[count++] = (byte) (bits >> held);
                if (count == Readable.LOOK + 1 && !Readable.maybe(bytes)) return Optional.empty();
            }
        }
        return Readable.text(bytes, count);
    }

    /** What the run says, if it is base32 (RFC 4648) of readable text. */
    static Optional<String> base32(String text, int start, int end) {
        var bytes = new byte[(end - start) / 8 * 5 + 5];
        int count = 0;
        int bits = 0;
        int held = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') continue;
            int digit = c >= 'A' && c <= 'Z' ? c - 'A' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
            if (digit < 0) return Optional.empty();
            bits = bits << 5 | digit;
            held += 5;
            if (held >= 8) {
                held -= 8;
                bytes[count++] = (byte) (bits >> held);
            }
        }
        return Readable.text(bytes, count);
    }

    /** What the run says, if it is hex of readable text. */
    static Optional<String> hex(String text, int start, int end) {
        if ((end - start) % 2 != 0) return Optional.empty();
        var bytes = new byte[(end - start) / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(text.charAt(start + 2 * i), 16);
            int low = Character.digit(text.charAt(start + 2 * i + 1), 16);
            if (high < 0 || low < 0) return Optional.empty();
            bytes[i] = (byte) (high << 4 | low);
        }
        return Readable.text(bytes, bytes.length);
    }
}
