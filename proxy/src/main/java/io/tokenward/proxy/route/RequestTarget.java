package io.tokenward.proxy.route;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/**
 * A request target taken apart as it was sent, never decoded: path, and query with its question mark or nothing.
 *
 * <p>Refused is whatever servers are known to read in more than one way: escapes of characters that need none
 * ({@code %63hat}), other escapes ({@code %00}, {@code %5c}, double ones), dot segments, empty segments, {@code ;},
 * backslashes, control characters, blanks, everything outside ASCII, fragments, and targets that are no path. The two escapes
 * that remain, {@code %3A} and {@code %2F}, are part of model names such as {@code org%2Fmodel}; whether they may stand in a
 * path is for the dialect to say. A path around them must be plain even for a server that decodes them first.
 */
record RequestTarget(String path, String query) {
    static RequestTarget of(String raw) throws Denied {
        int mark = raw.indexOf('?');
        String path = mark < 0 ? raw : raw.substring(0, mark);
        String query = mark < 0 ? "" : raw.substring(mark);
        if (!plainPath(path) || !plainQuery(query)) throw Problem.BAD_PATH.denied();
        return new RequestTarget(path, query);
    }

    private static boolean plainPath(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') return false;
        int segment = 1;
        int at = 1;
        while (at < path.length()) {
            char character = path.charAt(at);
            boolean escape = character == '%';
            boolean escapedSlash = escape && path.startsWith("%2F", at);
            if (escape && !escapedSlash && !path.startsWith("%3A", at)) return false;
            if (!escape && !plain(character)) return false;
            if (escapedSlash || character == '/') {
                if (!plainSegment(path, segment, at)) return false;
                segment = at + (escapedSlash ? 3 : 1);
            }
            at += escape ? 3 : 1;
        }
        // A slash at the end is a path like others; it only never fits one that has none.
        return segment == path.length() ? !path.endsWith("%2F") : plainSegment(path, segment, at);
    }

    private static boolean plainSegment(String path, int from, int to) {
        boolean dots = to - from <= 2 && path.charAt(from) == '.' && path.charAt(to - 1) == '.';
        return to > from && !dots;
    }

    /** What RFC 3986 §3.3 lets stand in a path, without {@code ;}, which some servers cut a segment at. */
    private static boolean plain(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9' || "/-._~!$&'()*+,=:@".indexOf(character) >= 0;
    }

    /** A query is passed on as it is; only what could end the request line or the target is refused. */
    private static boolean plainQuery(String query) {
        return query.chars().allMatch(character -> character > ' ' && character < 0x7f && character != '#');
    }
}
