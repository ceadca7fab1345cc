package io.tokenward.proxy.dialect;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Tells an address that anybody could fetch from the name of a file that only the endpoint can read: on its own disk
 * ({@code file:}), in storage of its provider ({@code gs:}, {@code s3:}, {@code oss:}), or uploaded to it before.
 */
final class KeptFile {
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*", Pattern.DOTALL);
    /** Gemini's uploaded files, whose names look like addresses ("Files API", https://ai.google.dev/api/files). */
    private static final Pattern UPLOADED = Pattern
            .compile("https://generativelanguage\\.googleapis\\.com/v1[a-z0-9]*/files/.*", Pattern.DOTALL);

    private KeptFile() {}

    static boolean isNamedBy(String address) {
        String plain = address.strip().toLowerCase(Locale.ROOT);
        boolean fetched = plain.startsWith("http:") || plain.startsWith("https:");
        return fetched ? UPLOADED.matcher(plain).matches() : SCHEME.matcher(plain).matches();
    }
}
