package io.tokenward.proxy.dialect;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * What a field for files holds: a data URI (RFC 2397) or bare base64. What turns out to be text is screened as text whatever
 * media type it claims; only what is no text is opaque.
 */
sealed interface Embedded {
    /** Plain characters: neither a data URI nor base64. */
    record Plain() implements Embedded {}

    /** Text in a wrapping; {@code prefix} stands before the base64 of the text. */
    record Text(String text, String prefix) implements Embedded {
        @Override
        public String toString() {
            return "Text[" + text.length() + " units]";
        }
    }

    /** Bytes that are no text. */
    record Opaque(long bytes) implements Embedded {}

    /** Shorter runs are rather words than files. */
    int MIN_BASE64 = 24;

    /** Looks into the value of such a field. */
    static Embedded of(String value) {
        if (!isDataUri(value)) return value.length() < MIN_BASE64 ? new Plain() : base64(value, "");
        int comma = value.indexOf(',');
        if (comma < 0) return new Plain();
        String head = value.substring(0, comma);
        String payload = value.substring(comma + 1);
        if (head.toLowerCase(Locale.ROOT).endsWith(";base64")) return base64(payload, head + ",");
        byte[] bytes = percentDecoded(payload);
        String text = text(bytes);
        return text == null ? new Opaque(bytes.length) : new Text(text, head + ";base64,");
    }

    /** Whether it begins as a data URI does, in any case. */
    static boolean isDataUri(String value) {
        return value.regionMatches(true, 0, "data:", 0, 5);
    }

    private static Embedded base64(String payload, String prefix) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(alphabet(payload));
        } catch (IllegalArgumentException notBase64) {
            return new Plain();
        }
        String text = text(bytes);
        return text == null ? new Opaque(bytes.length) : new Text(text, prefix);
    }

    // As lenient as the decoders behind us: blanks, line ends, percent signs and the URL alphabet are understood.
    private static byte[] alphabet(String payload) {
        byte[] raw = payload.indexOf('%') < 0 ? payload.getBytes(StandardCharsets.UTF_8) : percentDecoded(payload);
        int kept = 0;
        for (byte b : raw) {
            if (b == ' ' || b == '\n' || b == '\r' || b == '\t') continue;
            raw[kept++] = b == '-' ? (byte) '+' : b == '_' ? (byte) '/' : b;
        }
        return java.util.Arrays.copyOf(raw, kept);
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
        return java.util.Arrays.copyOf(raw, kept);
    }

    private static @org.jspecify.annotations.Nullable String text(byte[] bytes) {
        for (byte b : bytes)
            if (b >= 0 && b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f') return null;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException binary) {
            return null;
        }
    }
}
