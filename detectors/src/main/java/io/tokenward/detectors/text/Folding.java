package io.tokenward.detectors.text;

import java.util.Optional;

/**
 * Makes texts that a reader takes for the same equal: lower case, NFKC, no invisible characters, no accents on Latin,
 * Greek and Cyrillic letters, look-alike letters inside Latin words as Latin, text hidden in Unicode tags as ASCII.
 * Stateless and thread-safe; linear time; throws nothing on any string, lone surrogates included.
 */
public final class Folding {
    private static final char[] LOWER = new char[128];

    static {
        for (char c = 0; c < LOWER.length; c++)
            LOWER[c] = c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private Folding() {}

    /** The view named {@code folded}. ASCII costs one pass and one array. */
    public static TextView fold(String text) {
        int length = text.length();
        var chars = new char[length];
        text.getChars(0, length, chars, 0);
        int ascii = lowerAscii(chars, length);
        if (ascii == length) return TextView.aligned("folded", chars, length);
        return folded(chars, length, ascii).view("folded");
    }

    /** The same for a decoded view: it keeps its name, and its offsets still lead to the original text. */
    public static TextView fold(TextView view) {
        int length = view.length();
        var chars = view.copyOfChars();
        int ascii = lowerAscii(chars, length);
        return folded(chars, length, ascii).viewThrough(view, view.name());
    }

    /** The text without its invisible characters, named {@code visible}; nothing where it has none. */
    public static Optional<TextView> withoutInvisible(String text) {
        int length = text.length();
        int first = 0;
        while (first < length && !vanishesAt(text, first))
            first++;
        if (first == length) return Optional.empty();
        var out = new ViewWriter(length);
        for (int i = 0; i < length; i++)
            if (i < first || !vanishesAt(text, i)) out.put(text.charAt(i), i, i + 1);
        return Optional.of(out.view("visible"));
    }

    /** Whether that unit is an invisible character or, in the planes beyond, half of one. */
    private static boolean vanishesAt(String text, int at) {
        char c = text.charAt(at);
        if (c < 0xAD) return false;
        // The high surrogates of plane 14: tags and the variation selectors beyond the sixteenth.
        if (c >= 0xDB40 && c <= 0xDB43) return true;
        if (Character.isLowSurrogate(c) && at > 0) {
            char high = text.charAt(at - 1);
            return high >= 0xDB40 && high <= 0xDB43;
        }
        return CharacterFolding.vanishes(c);
    }

    /** Lowers the ASCII letters up to the first unit that is not ASCII and returns where that is. */
    private static int lowerAscii(char[] chars, int length) {
        for (int i = 0; i < length; i++) {
            char c = chars[i];
            if (c >= 128) return i;
            chars[i] = LOWER[c];
        }
        return length;
    }

    private static ViewWriter folded(char[] source, int length, int ascii) {
        var out = new ViewWriter(length);
        for (int i = 0; i < ascii; i++)
            out.put(source[i], i, i + 1);
        for (int i = ascii; i < length;) {
            char c = source[i];
            if (c < 128) {
                out.put(LOWER[c], i, i + 1);
                i++;
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(source[i + 1])) {
                CharacterFolding.supplementary(Character.toCodePoint(c, source[i + 1]), i, out);
                i += 2;
            } else {
                CharacterFolding.basic(c, i, out);
                i++;
            }
        }
        LookAlikes.unmask(source, out, ascii);
        return out;
    }
}
