package io.tokenward.detectors.text;

import java.util.Optional;

/**
 * Makes texts that a reader takes for the same equal: lower case, NFKC, no invisible characters, no accents on Latin,
 * Greek and Cyrillic letters, look-alike letters inside Latin words as Latin, text hidden in Unicode tags as ASCII.
 * Stateless and thread-safe; linear time; throws nothing on any string, lone surrogates included.
 */
public final class Folding {
    private Folding() {}

    /** The view named {@code folded}. ASCII costs one pass and one array. */
    public static TextView fold(String text) {
        return fold(Lowered.of(text));
    }

    /** The same for a text whose ASCII letters are lowered already; that of ASCII shares the array. */
    public static TextView fold(Lowered text) {
        int length = text.units().length;
        if (text.isAscii()) return TextView.aligned("folded", text.units(), length);
        return folded(text.units(), length, text.ascii()).view("folded");
    }

    /** The same for a decoded view: it keeps its name, and its offsets still lead to the original text. */
    public static TextView fold(TextView view) {
        Lowered text = Lowered.of(view.copyOfChars());
        return folded(text.units(), view.length(), text.ascii()).viewThrough(view, view.name());
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

    private static ViewWriter folded(char[] source, int length, int ascii) {
        var out = new ViewWriter(length);
        out.putAll(source, 0, ascii);
        for (int i = ascii; i < length;) {
            char c = source[i];
            if (c < 128) {
                int end = i + 1;
                while (end < length && source[end] < 128)
                    end++;
                out.putAll(source, i, end);
                i = end;
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
