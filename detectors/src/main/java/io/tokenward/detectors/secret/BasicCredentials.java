package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** Base64 of {@code user:password} behind {@code Basic}, {@code "auth":} or {@code _auth =} (RFC 7617, Docker, npm). */
final class BasicCredentials {
    static final List<String> ANCHORS = List.of("Basic ", "\"auth\"", "_auth ", "_auth=");
    private static final int LONGEST = 400;

    private BasicCredentials() {}

    static @Nullable Span verify(String text, int at) {
        int start = text.charAt(at) == 'B' ? at + 6 : valueStart(text, at + 5);
        int end = start;
        while (end < text.length() && end - start <= LONGEST && isBase64(text.charAt(end)))
            end++;
        if (end - start < 8 || end - start > LONGEST) return null;
        String value = text.substring(start, end);
        boolean pair = Base64Text.decode(value).map(BasicCredentials::isPair).orElse(false);
        return pair ? new Span(start, end) : null;
    }

    private static int valueStart(String text, int from) {
        int i = from;
        while (i < text.length() && i - from < 8 && "\" :='".indexOf(text.charAt(i)) >= 0)
            i++;
        return i;
    }

    private static boolean isPair(String plain) {
        int colon = plain.indexOf(':');
        String password = plain.substring(colon + 1).toLowerCase(Locale.ROOT);
        return colon > 0 && password.length() >= 4 && !password.equals("pass") && !password.equals("password")
                && !Placeholders.saysSo(plain.toLowerCase(Locale.ROOT)) && !Values.isReference(password);
    }

    private static boolean isBase64(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/' || c == '=');
    }
}
