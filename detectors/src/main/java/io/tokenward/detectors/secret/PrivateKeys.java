package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;

import org.jspecify.annotations.Nullable;

/**
 * Private keys between PEM lines (RFC 7468, OpenSSH, OpenPGP), also on one line, as a JSON string, indented, or with a log's
 * time in front of every line. Certificates and public keys are none.
 */
final class PrivateKeys {
    private static final int LONGEST = 32 * 1024;
    /** Base64 characters of the shortest key there is (Ed25519), less what a cut may have taken. */
    private static final int SHORTEST_BODY = 40;

    private PrivateKeys() {}

    /** {@code at} is where {@code BEGIN } stands. */
    static @Nullable Span verify(String text, int at) {
        int start = at - 5;
        if (start < 0 || !text.startsWith("-----", start)) return null;
        int label = at + 6;
        int labelEnd = text.indexOf("-----", label, Math.min(text.length(), label + 40));
        if (labelEnd < 0 || !isPrivate(text, label, labelEnd)) return null;
        int body = labelEnd + 5;
        int bodyEnd = text.indexOf("-----", body, Math.min(text.length(), body + LONGEST));
        boolean closed = bodyEnd >= 0 && text.startsWith("END", bodyEnd + 5);
        if (bodyEnd < 0) bodyEnd = Math.min(text.length(), body + LONGEST);
        if (!looksLikeKey(text, body, bodyEnd)) return null;
        if (!closed) return new Span(start, bodyEnd);
        int mark = text.indexOf("-----", bodyEnd + 5, Math.min(text.length(), bodyEnd + 60));
        return new Span(start, mark < 0 ? bodyEnd + 5 : mark + 5);
    }

    private static boolean isPrivate(String text, int start, int end) {
        return text.substring(start, end).contains("PRIVATE KEY");
    }

    /** Enough base64, varied, in words that are too long for prose. */
    private static boolean looksLikeKey(String text, int start, int end) {
        int base64 = 0;
        int run = 0;
        boolean upper = false;
        boolean lower = false;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isBase64(c)) {
                run = 0;
                continue;
            }
            upper |= c >= 'A' && c <= 'Z';
            lower |= c >= 'a' && c <= 'z';
            digit |= c >= '0' && c <= '9';
            if (++run == 16) base64 += 16;
            else if (run > 16) base64++;
        }
        return base64 >= SHORTEST_BODY && upper && lower && digit;
    }

    private static boolean isBase64(char c) {
        return c < 128 && Character.isLetterOrDigit(c) || c == '+' || c == '/';
    }
}
