package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

/**
 * What a field for files holds: a data URI (RFC 2397) or bare base64. What turns out to be text, or claims to be, is
 * screened as text; only what is neither is opaque.
 */
sealed interface Embedded {
    /** Plain characters: neither a data URI nor base64. */
    record Plain() implements Embedded {}

    /**
     * Text in a wrapping.
     *
     * @param prefix stands before the base64 of the text
     * @param whole false where some bytes were no text
     */
    record Text(String text, String prefix, boolean whole) implements Embedded {
        @Override
        public String toString() {
            return "Text[" + text.length() + " units]";
        }
    }

    /** Bytes that are no text. */
    record Opaque(long bytes) implements Embedded {}

    /** Shorter runs are rather words than files. */
    int MIN_BASE64 = 24;

    /** So much of a file tells whether it is text. */
    int SAMPLE = 4096;

    /** Looks into the value of such a field. */
    static Embedded of(String value) {
        if (!isDataUri(value)) {
            boolean words = value.length() < MIN_BASE64 || value.indexOf(' ') >= 0;
            return words ? new Plain() : base64(value, "", false);
        }
        int comma = value.indexOf(',');
        if (comma < 0) return new Plain();
        String head = value.substring(0, comma).toLowerCase(Locale.ROOT);
        String payload = value.substring(comma + 1);
        boolean claimsText = claimsText(head);
        if (head.endsWith(";base64")) return base64(payload, value.substring(0, comma + 1), claimsText);
        return look(percentDecoded(payload), value.substring(0, comma) + ";base64,", claimsText);
    }

    /** Looks into a file as it is: {@link Text} or {@link Opaque}. */
    static Embedded ofFile(byte[] content) {
        return look(content, "", false);
    }

    /** Whether it begins as a data URI does, in any case. */
    static boolean isDataUri(String value) {
        return value.regionMatches(true, 0, "data:", 0, 5);
    }

    private static boolean claimsText(String head) {
        String type = head.substring(5);
        return type.isEmpty() || type.startsWith(";") || type.startsWith("text/") || type.contains("json")
                || type.contains("xml");
    }

    private static Embedded base64(String payload, String prefix, boolean claimsText) {
        try {
            return look(Base64.getDecoder().decode(alphabet(payload)), prefix, claimsText);
        } catch (IllegalArgumentException notBase64) {
            return new Plain();
        }
    }

    /** One odd byte must not make a text opaque, so nine characters in ten decide. */
    private static Embedded look(byte[] bytes, String prefix, boolean claimsText) {
        String sample = new String(bytes, 0, Math.min(bytes.length, SAMPLE), StandardCharsets.UTF_8);
        if (!claimsText && odd(sample) * 10 > sample.length()) return new Opaque(bytes.length);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return new Text(text, prefix, odd(text) == 0);
    }

    private static long odd(String text) {
        return text.chars()
                .filter(c -> c == 0xFFFD || c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f')
                .count();
    }

    // As lenient as the decoders behind us: blanks, line ends, percent signs and the URL alphabet are understood.
    private static byte[] alphabet(String payload) {
        byte[] raw = payload.indexOf('%') < 0 ? payload.getBytes(StandardCharsets.UTF_8) : percentDecoded(payload);
        int kept = 0;
        for (byte b : raw) {
            if (b == ' ' || b == '\n' || b == '\r' || b == '\t') continue;
            raw[kept++] = b == '-' ? (byte) '+' : b == '_' ? (byte) '/' : b;
        }
        return Arrays.copyOf(raw, kept);
    }

    private static byte[] percentDecoded(String payload) {
        byte[] raw = payload.getBytes(StandardCharsets.UTF_8);
        int kept = 0;
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1] & 0xFF, 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2] & 0xFF, 16);
            if (low < 0) {
                raw[kept++] = raw[i];
            } else {
                raw[kept++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return Arrays.copyOf(raw, kept);
    }
}
