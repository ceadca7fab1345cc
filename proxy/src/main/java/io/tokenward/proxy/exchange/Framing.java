package io.tokenward.proxy.exchange;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tokenward.proxy.host.Host;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.List;

/** Refuses every head whose meaning two servers could read differently (RFC 9112 §6, §11.2). After a refusal the connection is closed. */
final class Framing {
    private static final String ABSOLUTE = "https://";

    private Framing() {}

    /** Returns the announced Content-Length, or -1. Leaves a path as the target, also where it came in absolute form. */
    static long check(HttpRequest head) throws Denied {
        decoded(head.decoderResult());
        HttpHeaders headers = head.headers();
        if (!head.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !head.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            throw doubtful("The HTTP version is not supported.");
        }
        if (head.method().equals(HttpMethod.CONNECT) || head.method().equals(HttpMethod.TRACE)) {
            throw Problem.METHOD_NOT_ALLOWED.denied();
        }
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && head.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            throw doubtful("Send exactly one Host header.");
        }
        if (!hosts.isEmpty() && !Host.isAuthority(hosts.getFirst()))
            throw doubtful("The Host header is not a host name and port.");
        path(head, hosts);
        if (headers.contains(HttpHeaderNames.UPGRADE) && !asksForWebSocket(head)) throw noUpgrade();
        expectation(headers);
        return length(head, headers);
    }

    /** Whether it asks for a WebSocket and nothing else; whether the path has one is seen later. */
    private static boolean asksForWebSocket(HttpRequest head) {
        List<String> values = head.headers().getAll(HttpHeaderNames.UPGRADE);
        return values.size() == 1 && values.getFirst().equalsIgnoreCase("websocket")
                && head.method().equals(HttpMethod.GET) && head.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    static Denied noUpgrade() {
        return doubtful("Upgrade is not supported.");
    }

    private static void decoded(DecoderResult result) throws Denied {
        if (result.isSuccess()) return;
        if (result.cause() instanceof TooLongHttpHeaderException
                || result.cause() instanceof TooLongHttpLineException) {
            throw Problem.HEAD_TOO_LARGE.denied();
        }
        throw Problem.BAD_FRAMING.denied();
    }

    private static long length(HttpRequest head, HttpHeaders headers) throws Denied {
        List<String> lengths = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) throw doubtful("Content-Length and Transfer-Encoding exclude each other.");
            if (head.protocolVersion().equals(HttpVersion.HTTP_1_0))
                throw doubtful("HTTP/1.0 has no Transfer-Encoding.");
            if (codings.size() != 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                throw doubtful("The only Transfer-Encoding is chunked.");
            }
            return -1;
        }
        if (lengths.isEmpty()) return -1;
        if (lengths.size() != 1 || !digits(lengths.getFirst())) throw doubtful("Send one Content-Length of digits.");
        return Long.parseLong(lengths.getFirst());
    }

    private static void expectation(HttpHeaders headers) throws Denied {
        for (String expectation : headers.getAll(HttpHeaderNames.EXPECT)) {
            if (!expectation.equalsIgnoreCase("100-continue")) throw Problem.EXPECTATION.denied();
        }
    }

    private static boolean digits(String value) {
        if (value.isEmpty() || value.length() > 18) return false;
        for (int i = 0; i < value.length(); i++)
            if (value.charAt(i) < '0' || value.charAt(i) > '9') return false;
        return true;
    }

    /**
     * The absolute form (RFC 9112 §3.2.2) means its path, if it names the host that the Host field names; a target that is
     * neither that nor a path is refused.
     */
    private static void path(HttpRequest head, List<String> hosts) throws Denied {
        String target = head.uri();
        if (target.startsWith("/")) return;
        int slash = target.indexOf('/', ABSOLUTE.length());
        if (!target.regionMatches(true, 0, ABSOLUTE, 0, ABSOLUTE.length()) || slash < 0)
            throw doubtful("The request target must be a path.");
        var named = Host.authority(target.substring(ABSOLUTE.length(), slash)).map(Framing::explicit);
        var field = hosts.isEmpty() ? named : Host.authority(hosts.getFirst()).map(Framing::explicit);
        if (named.isEmpty() || !named.equals(field))
            throw doubtful("The request target and the Host header name different hosts.");
        head.setUri(target.substring(slash));
    }

    private static Host.Authority explicit(Host.Authority authority) {
        return authority.port() == 0 ? new Host.Authority(authority.host(), 443) : authority;
    }

    private static Denied doubtful(String text) {
        return Problem.BAD_FRAMING.denied(text);
    }
}
