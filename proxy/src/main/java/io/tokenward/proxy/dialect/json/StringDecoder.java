package io.tokenward.proxy.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** Decodes string tokens: escapes and well-formed UTF-8 (Unicode 17, table 3-7), nothing else. Reused; not thread-safe. */
final class StringDecoder {
    private final byte[] body;
    private char[] out = new char[256];
    private int length;
    private int at;
    private String text = "";
    private String mend = "";

    StringDecoder(byte[] body) {
        this.body = body;
    }

    /** The decoded text, after a success. */
    String text() {
        return text;
    }

    /** One past the closing quote, or where it went wrong. */
    int end() {
        return at;
    }

    /** What to do about the failure. */
    String mend() {
        return mend;
    }

    /** Decodes the token whose opening quote is at {@code start}; says what is wrong, or null. */
    @Nullable
    String decode(int start) {
        at = start + 1;
        while (at < body.length && body[at] >= 0x20 && body[at] != '"' && body[at] != '\\')
            at++;
        if (at < body.length && body[at] == '"') {
            text = new String(body, start + 1, at - start - 1, StandardCharsets.ISO_8859_1);
            at++;
            return null;
        }
        length = 0;
        plain(start + 1, at);
        String wrong = rest();
        text = wrong == null ? new String(out, 0, length) : "";
        return wrong;
    }

    private @Nullable String rest() {
        while (at < body.length) {
            byte b = body[at];
            if (b == '"') {
                at++;
                return null;
            }
            String wrong = null;
            if (b < 0) {
                wrong = utf8();
            } else if (b == '\\') {
                wrong = escape();
            } else if (b < 0x20) {
                wrong = wrong("a control character in a string", "escape it");
            } else {
                int run = at;
                while (at < body.length && body[at] >= 0x20 && body[at] != '"' && body[at] != '\\')
                    at++;
                plain(run, at);
            }
            if (wrong != null) return wrong;
        }
        return wrong("the body ends within a string", "send all of it");
    }

    /** ASCII without escapes, which is most of most strings, is widened in a loop of its own. */
    private void plain(int from, int to) {
        reserve(to - from);
        for (int i = from; i < to; i++)
            out[length++] = (char) body[i];
    }

    private void put(char unit) {
        reserve(1);
        out[length++] = unit;
    }

    private void reserve(int more) {
        if (length + more > out.length) out = Arrays.copyOf(out, Math.max(length + more, out.length * 2));
    }

    private @Nullable String utf8() {
        int lead = body[at] & 0xFF;
        int bytes = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (bytes == 0 || at + bytes > body.length) return illFormed();
        int second = body[at + 1] & 0xFF;
        // The narrower second bytes rule out overlong forms, surrogates and what lies beyond U+10FFFF.
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) return illFormed();
        int point = bytes == 2 ? lead & 0x1F : bytes == 3 ? lead & 0x0F : lead & 0x07;
        for (int i = 1; i < bytes; i++) {
            int next = body[at + i] & 0xFF;
            if ((next & 0xC0) != 0x80) return illFormed();
            point = point << 6 | next & 0x3F;
        }
        if (Character.isBmpCodePoint(point)) {
            put((char) point);
        } else {
            put(Character.highSurrogate(point));
            put(Character.lowSurrogate(point));
        }
        at += bytes;
        return null;
    }

    private @Nullable String escape() {
        if (at + 1 >= body.length) return wrong("the body ends within a string", "send all of it");
        char c;
        switch (body[at + 1]) {
            case '"' -> c = '"';
            case '\\' -> c = '\\';
            case '/' -> c = '/';
            case 'b' -> c = '\b';
            case 'f' -> c = '\f';
            case 'n' -> c = '\n';
            case 'r' -> c = '\r';
            case 't' -> c = '\t';
            case 'u' -> {
                return unicode();
            }
            default -> {
                return wrong("no JSON escape", "write \\\\ for a backslash");
            }
        }
        put(c);
        at += 2;
        return null;
    }

    private @Nullable String unicode() {
        int unit = hex(at + 2);
        if (unit < 0) return wrong("no four hex digits after \\u", "write \\u and four of them");
        if (unit < 0xD800 || unit > 0xDFFF) {
            put((char) unit);
            at += 6;
            return null;
        }
        boolean pair = unit < 0xDC00 && at + 7 < body.length && body[at + 6] == '\\' && body[at + 7] == 'u';
        int low = pair ? hex(at + 8) : -1;
        if (low < 0xDC00 || low > 0xDFFF) return wrong("half of a surrogate pair", "send whole characters");
        put((char) unit);
        put((char) low);
        at += 12;
        return null;
    }

    private int hex(int from) {
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

    private String illFormed() {
        return wrong("ill-formed UTF-8", "send well-formed UTF-8");
    }

    private String wrong(String what, String mend) {
        this.mend = mend;
        return what;
    }
}
