package io.tokenward.proxy.exchange;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

    private static final HeaderNames DROPPED = new HeaderNames(HOP_BY_HOP, CLAIMS, CODINGS);
    private static final HeaderNames DROPPED_FOR_CALLER = new HeaderNames(
            HOP_BY_HOP.stream().filter(name -> !name.equals("content-length")).collect(Collectors.toSet()));
    private static final HeaderNames CREDENTIAL_NAMES = new HeaderNames(CREDENTIALS);

    private Heads() {}

    /**
     * The request head for the upstream, without host and length.
     *
     * @param credential stands where the caller's stood, since servers of one API differ in the field they read; empty to
     *     pass the caller's on
     * @param field where it stands if the caller sent none, being known by a certificate
     */
    static HttpHeaders forUpstream(HttpHeaders received, String credential, String field) {
        Set<String> listed = listed(received);
        HttpHeaders sent = copies();
        boolean credited = credential.isEmpty();
        for (var each = received.iteratorCharSequence(); each.hasNext();) {
            Map.Entry<CharSequence, CharSequence> entry = each.next();
            CharSequence name = entry.getKey();
            if (DROPPED.contain(name) || !listed.isEmpty() && listed.contains(lower(name))) continue;
            if (!credential.isEmpty() && CREDENTIAL_NAMES.contain(name)) {
                sent.set(lower(name), inField(lower(name), credential));
                credited = true;
            } else {
                sent.add(name, entry.getValue());
            }
        }
        if (!credited) sent.set(field, inField(field, credential));
        return sent;
    }

    /** Whether a field of that name goes to the upstream as the caller sent it. */
    static boolean passes(CharSequence name) {
        return !DROPPED.contain(name) && !CREDENTIAL_NAMES.contain(name);
    }

    /** Of fields that the decoder has validated already. */
    private static HttpHeaders copies() {
        return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    }

    /** Refuses fields whose names begin so; an empty beginning refuses none. */
    static void refuse(HttpHeaders headers, String beginning) throws io.tokenward.proxy.problem.Denied {
        if (beginning.isEmpty()) return;
        for (String name : headers.names())
            if (name.regionMatches(true, 0, beginning, 0, beginning.length())) {
                throw io.tokenward.proxy.problem.Problem.UNSCREENABLE
                        .denied("The header field " + beginning + "... cannot be screened; leave it out.");
            }
    }

    /** For an upstream that is shown something else. */
    static void removeCredentials(HttpHeaders headers) {
        for (String name : CREDENTIALS)
            headers.remove(name);
    }

    private static String inField(String name, String credential) {
        return name.equals("authorization") ? "Bearer " + credential : credential;
    }

    private static String lower(CharSequence name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** What {@code Connection} names goes no further, except what the answer depends on. */
    private static Set<String> listed(HttpHeaders received) {
        List<String> values = received.getAll(HttpHeaderNames.CONNECTION);
        if (values.isEmpty() || values.size() == 1 && values.getFirst().equalsIgnoreCase("keep-alive"))
            return Set.of();
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String name : value.split(",", -1))
                names.add(lower(name.strip()));
        }
        names.removeAll(CREDENTIALS);
        names.removeAll(END_TO_END);
        return names;
    }

    /** The response head for the caller; length and transfer coding are kept, since the body passes unchanged. */
    static HttpHeaders forCaller(HttpHeaders received) {
        HttpHeaders sent = copies();
        for (var each = received.iteratorCharSequence(); each.hasNext();) {
            Map.Entry<CharSequence, CharSequence> field = each.next();
            if (!DROPPED_FOR_CALLER.contain(field.getKey())) sent.add(field.getKey(), field.getValue());
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

    /** Whether the answer is a stream of lines: events, or JSON documents of a line each. */
    static boolean lines(HttpHeaders headers) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE, "");
        int end = type.indexOf(';');
        String bare = (end < 0 ? type : type.substring(0, end)).strip();
        return bare.equalsIgnoreCase("text/event-stream") || bare.equalsIgnoreCase("application/x-ndjson");
    }
}
