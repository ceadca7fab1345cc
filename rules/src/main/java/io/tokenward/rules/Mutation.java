package io.tokenward.rules;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Ways to write a text differently that a rule has to see through: for tests of rules. */
public enum Mutation {
    /** As it stands. */
    PLAIN,
    /** All capitals. */
    UPPER,
    /** One space between letters, three between words. */
    SPACED,
    /** A zero-width space after every third character. */
    ZERO_WIDTH,
    /** Cyrillic letters that are drawn like Latin ones. */
    HOMOGLYPHS,
    /** Digits for some letters. */
    LEET,
    /** Fullwidth forms. */
    FULLWIDTH,
    /** Base64 of the UTF-8 bytes. */
    BASE64,
    /** Hexadecimal of the UTF-8 bytes. */
    HEX,
    /** Unicode tag characters. */
    TAGS;

    /** The word of rule files, such as {@code zero-width}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The mutation of that word, or nothing where there is none. */
    public static Optional<Mutation> of(String word) {
        for (Mutation mutation : values())
            if (mutation.word().equals(word)) return Optional.of(mutation);
        return Optional.empty();
    }

    /** The text, so written. */
    public String apply(String text) {
        return switch (this) {
            case PLAIN -> text;
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case SPACED -> text.codePoints().mapToObj(Character::toString).collect(Collectors.joining(" "));
            case ZERO_WIDTH -> zeroWidth(text);
            case HOMOGLYPHS -> replaced(text, "aceopi", "асеорі");
            case LEET -> text.replace('e', '3').replace('o', '0').replace('i', '1').replace('a', '4');
            case FULLWIDTH -> text.codePoints()
                    .map(c -> c > 32 && c < 127 ? c + 0xFEE0 : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            case BASE64 -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case HEX -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            case TAGS -> text.codePoints()
                    .map(c -> c >= 32 && c < 127 ? 0xE0000 + c : c)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        };
    }

    private static String replaced(String text, String from, String to) {
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < out.length(); i++) {
            int which = from.indexOf(out.charAt(i));
            if (which >= 0) out.setCharAt(i, to.charAt(which));
        }
        return out.toString();
    }

    private static String zeroWidth(String text) {
        StringBuilder out = new StringBuilder();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            out.appendCodePoint(points[i]);
            if (i % 3 == 1) out.append('\u200B');
        }
        return out.toString();
    }
}
