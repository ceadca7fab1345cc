package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A token that begins at its anchor. The expression runs in a window of {@link #WINDOW} units and never further, so that
 * no text makes it slow; a token that fills the window goes on as long as its characters do.
 */
final class TokenShape implements SecretFormat.Verifier {
    static final int WINDOW = 264;
    private static final int LONGEST = 4096;

    private final Pattern shape;

    TokenShape(String shape) {
        this.shape = Pattern.compile("(?:" + shape + ")(?![0-9A-Za-z_])");
    }

    @Override
    public @Nullable Span verify(String text, int at) {
        return startsToken(text, at) ? match(text, at) : null;
    }

    /** The same without looking at what stands before. */
    @Nullable
    Span match(String text, int at) {
        int window = Math.min(text.length(), at + WINDOW);
        Matcher matcher = shape.matcher(text).region(at, window).useTransparentBounds(true).useAnchoringBounds(false);
        int end = window;
        if (matcher.lookingAt()) end = matcher.end();
        else if (window == text.length() || !fills(text, at, window)) return null;
        else if (!shape.matcher(text.substring(at, window)).lookingAt()) return null;
        while (end >= window && end < text.length() && end - at < LONGEST && isTokenUnit(text.charAt(end)))
            end++;
        return Placeholders.isMarkedSpecimen(text, at, end) ? null : new Span(at, end);
    }

    /** A token whose anchor stands before it and is no part of it. */
    static SecretFormat.Verifier behind(String anchor, String shape) {
        var token = new TokenShape(shape);
        return (text, at) -> token.match(text, at + anchor.length());
    }

    private static boolean fills(String text, int at, int window) {
        for (int i = at; i < window; i++)
            if (!isTokenUnit(text.charAt(i))) return false;
        return true;
    }

    private static boolean isTokenUnit(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.' || c == '=' || c == '/'
                || c == '+');
    }

    /** Whether a token may begin here: not inside a word, but after {@code \n} or {@code %3D}, which are no words. */
    static boolean startsToken(String text, int at) {
        if (at == 0) return true;
        char before = text.charAt(at - 1);
        if (before >= 128 || !Character.isLetterOrDigit(before)) return true;
        if (at >= 2 && text.charAt(at - 2) == '\\') return before == 'n' || before == 't' || before == 'r';
        return at >= 3 && text.charAt(at - 3) == '%' && Character.digit(text.charAt(at - 2), 16) >= 0
                && Character.digit(before, 16) >= 0;
    }
}
