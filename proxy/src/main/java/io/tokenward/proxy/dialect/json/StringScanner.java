package io.tokenward.proxy.dialect.json;

import io.tokenward.proxy.dialect.json.JsonString.Spelling;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

import org.jspecify.annotations.Nullable;

/**
 * Finds the end of string tokens and whether they are well-formed: escapes (RFC 8259, section 7) and UTF-8 (Unicode 17, table
 * 3-7), nothing else. Reused; not thread-safe.
 */
final class StringScanner {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final byte[] body;
    private int at;
    private Spelling spelling = Spelling.PLAIN;
    private String mend = "";

    StringScanner(byte[] body) {
        this.body = body;
    }

    /** How the token is spelled, after a success. */
    Spelling spelling() {
        return spelling;
    }

    /** One past the closing quote, or where it went wrong. */
    int end() {
        return at;
    }

    /** What to do about the failure. */
    String mend() {
        return mend;
    }

    /** Scans the token whose opening quote is at {@code start}; says what is wrong, or null. */
    @Nullable
    String scan(int start) {
        at = start + 1;
        spelling = Spelling.PLAIN;
        while (true) {
            plain();
            if (at >= body.length) return wrong("the body ends within a string", "send all of it");
            byte b = body[at];
            if (b == '"') {
                at++;
                return null;
            }
            String wrong = b < 0
                    ? utf8()
                    : b == '\\' ? escape() : wrong("a control character in a string", "escape it");
            if (wrong != null) return wrong;
        }
    }

    /**
     * Goes over what stands for itself, eight bytes at a time. A byte is out of the ordinary if it is below 0x20, above 0x7F, a
     * quote or a backslash; the lowest mark of a word is exact, marks above it need not be.
     */
    private void plain() {
        int i = at;
        int last = body.length - Long.BYTES;
        // Long stretches four words at a time: one branch for all of them.
        while (i <= body.length - 4 * Long.BYTES
                && ((marks(i) | marks(i + 8) | marks(i + 16) | marks(i + 24)) & HIGH) == 0)
            i += 4 * Long.BYTES;
        while (i <= last) {
            long marks = marks(i) & HIGH;
            if (marks != 0) {
                at = i + (Long.numberOfTrailingZeros(marks) >>> 3);
                return;
            }
            i += Long.BYTES;
        }
        while (i < body.length && body[i] >= 0x20 && body[i] != '"' && body[i] != '\\')
            i++;
        at = i;
    }

    /** The high bit of a byte says that it or one before it in this word is out of the ordinary. */
    private long marks(int i) {
        long word = (long) LONGS.get(body, i);
        return word | word - ONES * ' ' | (word ^ ONES * '"') - ONES | (word ^ ONES * '\\') - ONES;
    }

    private @Nullable String utf8() {
        if (spelling == Spelling.PLAIN) spelling = Spelling.UTF8;
        do {
            int bytes = character();
            if (bytes == 0) return wrong("ill-formed UTF-8", "send well-formed UTF-8");
            at += bytes;
        } while (at < body.length && body[at] < 0);
        return null;
    }

    /** The length of the well-formed character of several bytes that begins here, or 0. */
    private int character() {
        int lead = body[at] & 0xFF;
        int bytes = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (bytes == 0 || at + bytes > body.length) return 0;
        int second = body[at + 1] & 0xFF;
        // The narrower second bytes rule out overlong forms, surrogates and what lies beyond U+10FFFF.
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < low || second > high) return 0;
        for (int i = 2; i < bytes; i++) {
            if ((body[at + i] & 0xC0) != 0x80) return 0;
        }
        return bytes;
    }

    private @Nullable String escape() {
        if (at + 1 >= body.length) return wrong("the body ends within a string", "send all of it");
        switch (body[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
            case 'u' -> {
                return numbered();
            }
            default -> {
                return wrong("no JSON escape", "write \\\\ for a backslash");
            }
        }
        if (spelling != Spelling.NUMBERED) spelling = Spelling.ESCAPED;
        return null;
    }

    private @Nullable String numbered() {
        spelling = Spelling.NUMBERED;
        int unit = Unescape.hex(body, at + 2);
        if (unit < 0) return wrong("no four hex digits after \\u", "write \\u and four of them");
        if (unit < 0xD800 || unit > 0xDFFF) {
            at += 6;
            return null;
        }
        boolean pair = unit < 0xDC00 && at + 7 < body.length && body[at + 6] == '\\' && body[at + 7] == 'u';
        int low = pair ? Unescape.hex(body, at + 8) : -1;
        if (low < 0xDC00 || low > 0xDFFF) return wrong("half of a surrogate pair", "send whole characters");
        at += 12;
        return null;
    }

    private String wrong(String what, String mend) {
        this.mend = mend;
        return what;
    }
}
