package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.EncodedRuns.Decoded;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An encoding that writes some characters as escapes and leaves the others as they are. A stretch is a chain of at least
 * {@link #FEWEST} escapes with small gaps, with the words around it on the same line.
 */
enum Escapes {
    URL("url", '%'), HTML("html", '&'), BACKSLASH("escapes", '\\'), QUOTED_PRINTABLE("quoted-printable", '=');

    static final List<Escapes> ALL = List.of(values());
    static final int FEWEST = 3;
    private static final int WIDEST_GAP = 64;
    private static final int LONGEST_ENTITY = 12;
    private static final Map<String, String> NAMED = Map.of("lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'",
            "nbsp", " ", "newline", "\n", "tab", "\t");

    private final String encoding;
    private final char mark;

    Escapes(String encoding, char mark) {
        this.encoding = encoding;
        this.mark = mark;
    }

    void decodeAll(String text, List<Decoded> found) {
        int at = text.indexOf(mark);
        while (at >= 0) {
            int first = at;
            int last = -1;
            int count = 0;
            while (at >= 0 && (last < 0 || at - last <= WIDEST_GAP) && at - first < Decoding.LONGEST_RUN) {
                int end = escapeEnd(text, at);
                if (end > at) {
                    count++;
                    last = end;
                } else if (last < 0) {
                    break;
                }
                at = text.indexOf(mark, Math.max(end, at + 1));
            }
            if (count >= FEWEST) {
                int start = wordsBefore(text, first);
                int end = wordsAfter(text, last);
                String plain = decode(text.substring(start, end));
                if (Readable.isReadable(plain)) found.add(new Decoded(encoding, plain, new Span(start, end)));
                at = text.indexOf(mark, end);
            } else if (last < 0) {
                at = text.indexOf(mark, first + 1);
            }
        }
    }

    private static int wordsBefore(String text, int first) {
        int start = first;
        while (start > 0 && first - start < WIDEST_GAP && text.charAt(start - 1) != '\n')
            start--;
        return start;
    }

    private static int wordsAfter(String text, int last) {
        int end = last;
        while (end < text.length() && end - last < WIDEST_GAP && text.charAt(end) != '\n')
            end++;
        return end;
    }

    /** One past the escape at {@code at}, or {@code at} if there is none. */
    private int escapeEnd(String text, int at) {
        return switch (this) {
            case URL, QUOTED_PRINTABLE -> hexValue(text, at + 1, 2) >= 0 ? at + 3 : at;
            case BACKSLASH -> backslashEnd(text, at);
            case HTML -> {
                int end = text.indexOf(';', at, Math.min(text.length(), at + LONGEST_ENTITY));
                yield end > 0 && entity(text.substring(at + 1, end)) != null ? end + 1 : at;
            }
        };
    }

    private static int backslashEnd(String text, int at) {
        if (at + 1 >= text.length()) return at;
        int digits = switch (text.charAt(at + 1)) {
            case 'u' -> 4;
            case 'U' -> 8;
            case 'x' -> 2;
            default -> 0;
        };
        return digits > 0 && hexValue(text, at + 2, digits) >= 0 ? at + 2 + digits : at;
    }

    private String decode(String stretch) {
        var out = new StringBuilder(stretch.length());
        var bytes = new ByteArrayOutputStream();
        for (int i = 0; i < stretch.length();) {
            int end = stretch.charAt(i) == mark ? escapeEnd(stretch, i) : i;
            if (end > i && (this == URL || this == QUOTED_PRINTABLE)) {
                bytes.write(hexValue(stretch, i + 1, 2));
            } else {
                flush(bytes, out);
                if (end > i) out.append(unescaped(stretch.substring(i, end)));
                else
                    out.append(this == URL && stretch.charAt(i) == '+' ? ' ' : stretch.charAt(i));
            }
            i = Math.max(end, i + 1);
        }
        flush(bytes, out);
        return out.toString();
    }

    private static void flush(ByteArrayOutputStream bytes, StringBuilder out) {
        if (bytes.size() == 0) return;
        out.append(bytes.toString(StandardCharsets.UTF_8));
        bytes.reset();
    }

    private String unescaped(String escape) {
        if (this == HTML) {
            String plain = entity(escape.substring(1, escape.length() - 1));
            return plain == null ? escape : plain;
        }
        int value = hexValue(escape, 2, escape.length() - 2);
        return Character.isValidCodePoint(value) ? Character.toString(value) : "\uFFFD";
    }

    private static @Nullable String entity(String name) {
        if (!name.startsWith("#")) return NAMED.get(name.toLowerCase(Locale.ROOT));
        boolean hex = name.length() > 1 && (name.charAt(1) == 'x' || name.charAt(1) == 'X');
        int from = hex ? 2 : 1;
        if (name.length() == from) return null;
        int value = 0;
        for (int i = from; i < name.length(); i++) {
            int digit = Character.digit(name.charAt(i), hex ? 16 : 10);
            if (digit < 0 || value > Character.MAX_CODE_POINT) return null;
            value = value * (hex ? 16 : 10) + digit;
        }
        return Character.isValidCodePoint(value) ? Character.toString(value) : null;
    }

    /** The value of so many hex digits, or -1; eight digits may also overflow to a negative value. */
    private static int hexValue(String text, int start, int digits) {
        if (start + digits > text.length()) return -1;
        int value = 0;
        for (int i = start; i < start + digits; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) return -1;
            value = value << 4 | digit;
        }
        return value;
    }
}
