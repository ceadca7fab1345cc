package io.tokenward.detectors.secret;

import io.tokenward.detectors.Span;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/** JSON Web Tokens (RFC 7519): two or three parts of base64url, of which the first is a JSON object with {@code alg}. */
final class JsonWebTokens {
    private static final int LONGEST_HEADER = 2048;
    private static final int LONGEST = 16 * 1024;

    private JsonWebTokens() {}

    static @Nullable Span verify(String text, int at) {
        // Only at the beginning of a run: a text of nothing but beginnings must not be read again and again.
        if (at > 0 && isPart(text.charAt(at - 1)) && !Boundary.startsToken(text, at)) return null;
        if (at > 0 && (text.charAt(at - 1) == '-' || text.charAt(at - 1) == '_' || text.charAt(at - 1) == '.'))
            return null;
        int headerEnd = partEnd(text, at, LONGEST_HEADER);
        if (headerEnd - at < 16 || !startsPart(text, headerEnd)) return null;
        int payloadEnd = partEnd(text, headerEnd + 1, LONGEST);
        if (payloadEnd - headerEnd < 12 || !isHeader(text.substring(at, headerEnd))) return null;
        // An encrypted payload is no JSON, but never short either.
        if (!text.startsWith("ey", headerEnd + 1) && payloadEnd - headerEnd < 30) return null;
        int end = startsPart(text, payloadEnd) ? partEnd(text, payloadEnd + 1, LONGEST) : payloadEnd;
        return Placeholders.saysSo(text.substring(payloadEnd, end).toLowerCase(Locale.ROOT))
                ? null
                : new Span(at, end);
    }

    private static boolean startsPart(String text, int dot) {
        return dot + 1 < text.length() && text.charAt(dot) == '.' && isPart(text.charAt(dot + 1));
    }

    private static int partEnd(String text, int start, int longest) {
        int end = start;
        while (end < text.length() && end - start < longest && isPart(text.charAt(end)))
            end++;
        return end;
    }

    private static boolean isPart(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '-' || c == '_');
    }

    private static boolean isHeader(String part) {
        try {
            String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.ISO_8859_1);
            return json.startsWith("{") && json.contains("\"alg\"") && json.indexOf('}') > 0;
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
