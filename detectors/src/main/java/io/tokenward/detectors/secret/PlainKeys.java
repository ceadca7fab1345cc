package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;

import org.jspecify.annotations.Nullable;

/**
 * {@code sk-} keys without a vendor's mark (DeepSeek, Moonshot, DashScope, SiliconFlow, StepFun, resellers): 32, 48 or 64 hex
 * digits, or 32 to 64 letters and digits of which none stands out.
 */
final class PlainKeys {
    private PlainKeys() {}

    static @Nullable Span verify(String text, int at) {
        if (!Boundary.startsToken(text, at)) return null;
        if (at > 0 && (text.charAt(at - 1) == '-' || text.charAt(at - 1) == '_')) return null;
        int end = at + 3;
        int digits = 0;
        boolean hex = true;
        while (end < text.length() && end - at <= 68 && isAlphanumeric(text.charAt(end))) {
            char c = text.charAt(end++);
            if (c >= '0' && c <= '9') digits++;
            hex &= Character.digit(c, 16) >= 0;
        }
        int length = end - at - 3;
        boolean ends = end == text.length() || text.charAt(end) != '_' && text.charAt(end) != '-';
        boolean sized = hex ? length == 32 || length == 48 || length == 64 : length >= 32 && length <= 64;
        if (!ends || !sized || digits < (hex ? 3 : 1) || Placeholders.isSpecimen(text, at, end)) return null;
        return new Span(at, end);
    }

    private static boolean isAlphanumeric(char c) {
        return c < 128 && Character.isLetterOrDigit(c);
    }
}
