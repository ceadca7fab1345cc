package io.tokenward.detectors.secret;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Base64 of readable ASCII. */
final class Base64Text {
    private Base64Text() {}

    /** What the value says, or nothing if it is no base64 or says nothing readable. */
    static Optional<String> decode(String value) {
        // Most values are no base64: an exception for each would cost more than all the rest.
        if (value.length() % 4 == 1 || !isBase64(value)) return Optional.empty();
        try {
            String text = new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1);
            boolean readable = !text.isEmpty() && text.chars().allMatch(c -> c >= ' ' && c < 127);
            return readable ? Optional.of(text) : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    /** Whether it is base64 of several words: a joke in place of a token. */
    static boolean isProse(String value) {
        if (value.length() < 24) return false;
        return decode(value).map(text -> text.chars().filter(c -> c == ' ').count() >= 3).orElse(false);
    }

    private static boolean isBase64(String value) {
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == '=')
            end--;
        for (int i = 0; i < end; i++) {
            char c = value.charAt(i);
            if (!(c < 128 && Character.isLetterOrDigit(c) || c == '+' || c == '/')) return false;
        }
        return true;
    }
}
