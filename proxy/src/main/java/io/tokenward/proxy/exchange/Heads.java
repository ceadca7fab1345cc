package io.tokenward.proxy.exchange;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which header fields pass the proxy, in both directions. */
final class Heads {
    /** Fields of one hop only (RFC 9110 §7.6.1), and the frames around HTTP/2 streams. */
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection",
            "transfer-encoding", "te",
            "trailer", "upgrade", "http2-settings", "proxy-authenticate", "proxy-authorization", "expect", "host",
            "content-length",
            "x-http2-stream-id", "x-http2-stream-weight", "x-http2-scheme", "x-http2-path",
            "x-http2-stream-dependency-id");
    /** Claims about the way a request took, and overrides of its meaning: a client could put anything there. */
    private static final Set<String> CLAIMS = Set.of("forwarded", "x-forwarded-for", "x-forwarded-host",
            "x-forwarded-proto",
            "x-forwarded-port", "x-forwarded-prefix", "x-real-ip", "x-http-method-override", "x-http-method",
            "x-method-override",
            "x-original-url", "x-rewrite-url");
    private static final Set<String> CREDENTIALS = Set.of("authorization", "x-api-key", "api-key", "x-goog-api-key");
    /** Fields that {@code Connection} cannot take away: other servers forward them, and a request means another thing without. */
    private static final Set<String> END_TO_END = Set.of("content-type", "content-encoding", "cookie",
            "anthropic-version",
            "anthropic-beta", "openai-organization", "openai-project", "idempotency-key");
    /** The upstream must not compress, since usage is read from what passes; and it gets the bytes that were screened, decoded. */
    private static final Set<String> CODINGS = Set.of("accept-encoding", "content-encoding");

    private Heads() {}

    /**
     * The request head for the upstream, without host and length.
     *
     * @param credential stands where the caller's stood, since servers of one API differ in the field they read; empty to
     *     pass the caller's on
     */
    static HttpHeaders forUpstream(HttpHeaders received, String credential) {
        Set<String> listed = listed(received);
        HttpHeaders sent = new DefaultHttpHeaders();
        for (Map.Entry<String, String> field : received) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (listed.contains(name)) continue;
            if (HOP_BY_HOP.contains(name) || CLAIMS.contains(name) || CODINGS.contains(name)) continue;
            if (!credential.isEmpty() && CREDENTIALS.contains(name)) {
                sent.set(name, name.equals("authorization") ? "Bearer " + credential : credential);
            } else {
                sent.add(field.getKey(), field.getValue());
            }
        }
        return sent;
    }

    /** What {@code Connection} names goes no further, except what the answer depends on. */
    private static Set<String> listed(HttpHeaders received) {
        Set<String> names = new HashSet<>();
        for (String value : received.getAll(HttpHeaderNames.CONNECTION)) {
            for (String name : value.split(",", -1))
                names.add(name.strip().toLowerCase(Locale.ROOT));
        }
        names.removeAll(CREDENTIALS);
        names.removeAll(END_TO_END);
        return names;
    }

    /** The response head for the caller; length and transfer coding are kept, since the body passes unchanged. */
    static HttpHeaders forCaller(HttpHeaders received) {
        HttpHeaders sent = new DefaultHttpHeaders();
        for (Map.Entry<String, String> field : received) {
            String name = field.getKey().toLowerCase(Locale.ROOT);
            if (HOP_BY_HOP.contains(name) && !name.equals("content-length")) continue;
            sent.add(field.getKey(), field.getValue());
        }
        return sent;
    }

    /** The one credential of a request: {@code Authorization: Bearer}, {@code x-api-key} or {@code api-key}; empty if none. */
    static String credential(HttpHeaders headers) throws io.tokenward.proxy.problem.Denied {
        String found = "";
        for (String name : CREDENTIALS) {
            for (String value : headers.getAll(name)) {
                String credential = name.equals("authorization") ? bearer(value) : value.strip();
                if (credential.isEmpty()) continue;
                if (!found.isEmpty() && !found.equals(credential)) {
                    throw io.tokenward.proxy.problem.Problem.BAD_FRAMING
                            .denied("Two different credentials were sent; send one, as Authorization: Bearer <key>.");
                }
                found = credential;
            }
        }
        return found;
    }

    private static String bearer(String value) {
        String text = value.strip();
        return text.regionMatches(true, 0, "Bearer ", 0, 7) ? text.substring(7).strip() : text;
    }

    /** Whether the upstream's answer is a stream of events. */
    static boolean eventStream(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return type != null && type.regionMatches(true, 0, "text/event-stream", 0, "text/event-stream".length());
    }
}
