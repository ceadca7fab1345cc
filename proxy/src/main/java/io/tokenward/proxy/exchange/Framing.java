package io.tokenward.proxy.exchange;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** Refuses every head whose meaning two servers could read differently (RFC 9112 §6, §11.2). After a refusal the connection is closed. */
final class Framing {
    private static final Pattern ADDRESS = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");

    private Framing() {}

    /** Returns the announced Content-Length, or -1. */
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
        if (!head.uri().startsWith("/")) throw doubtful("The request target must be a path.");
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && head.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            throw doubtful("Send exactly one Host header.");
        }
        if (!hosts.isEmpty() && !plainHost(hosts.getFirst()))
            throw doubtful("The Host header is not a host name and port.");
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
        return value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** A name, an IPv4 address or an IPv6 address in brackets, then a port or nothing (RFC 9110 §7.2, names as in RFC 1123). */
    private static boolean plainHost(String host) {
        if (host.length() > 262) return false;
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        if (end < 0) end = host.length();
        String name = host.substring(0, end);
        return (plainName(name) || ADDRESS.matcher(name).matches()) && plainPort(host.substring(end));
    }

    /** Labels of ASCII letters, digits and inner hyphens, with dots between. */
    private static boolean plainName(String name) {
        char before = '.';
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean ordinary = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            boolean inner = c == '-' && before != '.' || c == '.' && before != '.' && before != '-';
            if (!ordinary && !inner) return false;
            before = c;
        }
        return before != '.' && before != '-';
    }

    private static boolean plainPort(String port) {
        if (port.isEmpty()) return true;
        if (port.charAt(0) != ':' || port.length() < 2 || port.length() > 6 || !digits(port.substring(1))) return false;
        int number = Integer.parseInt(port.substring(1));
        return number > 0 && number < 65_536;
    }

    private static Denied doubtful(String text) {
        return Problem.BAD_FRAMING.denied(text);
    }
}
