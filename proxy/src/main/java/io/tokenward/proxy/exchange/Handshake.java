package io.tokenward.proxy.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.AsciiString;
import io.tokenward.proxy.admission.HeaderField;
import io.tokenward.proxy.admission.RequestHead;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The opening of a WebSocket (RFC 6455 §4) with a caller, and another one with the endpoint. No extension is agreed on, so
 * nothing is compressed. Immutable.
 */
final class Handshake {
    private static final String OWN = "sec-websocket-";
    private static final String KEY_PROTOCOL = "openai-insecure-api-key.";
    private static final String ACCEPTED = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,300}");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9+/]{22}==");
    private static final int MOST_PROTOCOLS = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String callersKey;
    private final String ownKey;
    /** Without those that hold a key. */
    private final List<String> protocols;
    private final String credential;

    private Handshake(String callersKey, List<String> protocols, String credential) {
        this.callersKey = callersKey;
        this.protocols = List.copyOf(protocols);
        this.credential = credential;
        byte[] nonce = new byte[16];
        RANDOM.nextBytes(nonce);
        ownKey = Base64.getEncoder().encodeToString(nonce);
    }

    /** What a caller asks for, strictly read. */
    static Handshake of(HttpRequest request) throws Denied {
        HttpHeaders headers = request.headers();
        if (!headers.contains(HttpHeaderNames.UPGRADE))
            throw Problem.BAD_FRAMING.denied("Connect to this path as a WebSocket, over HTTP/1.1.");
        if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true))
            throw doubtful("Connection must name Upgrade");
        if (!one(headers, "sec-websocket-version").equals("13")) throw doubtful("Sec-WebSocket-Version must be 13");
        String key = one(headers, "sec-websocket-key");
        if (!NONCE.matcher(key).matches()) throw doubtful("Sec-WebSocket-Key must be 16 bytes in base64");
        List<String> offered = new ArrayList<>();
        String credential = "";
        for (String protocol : offered(headers)) {
            if (!protocol.startsWith(KEY_PROTOCOL)) {
                offered.add(protocol);
            } else if (credential.isEmpty()) {
                credential = protocol.substring(KEY_PROTOCOL.length());
            } else {
                throw doubtful("two keys in Sec-WebSocket-Protocol");
            }
        }
        return new Handshake(key, offered, credential);
    }

    private static List<String> offered(HttpHeaders headers) throws Denied {
        List<String> offered = new ArrayList<>();
        for (String value : headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL))
            for (String protocol : value.split(",", -1))
                offered.add(protocol.strip());
        for (String protocol : offered)
            if (!TOKEN.matcher(protocol).matches()) throw doubtful("a Sec-WebSocket-Protocol that is no token");
        if (offered.size() > MOST_PROTOCOLS) throw doubtful("too many protocols");
        return offered;
    }

    private static String one(HttpHeaders headers, String name) throws Denied {
        List<String> values = headers.getAll(name);
        if (values.size() != 1) throw doubtful("send exactly one " + name);
        return values.getFirst();
    }

    private static Denied doubtful(String what) {
        return Problem.BAD_FRAMING.denied("The WebSocket cannot be opened: " + what + ".");
    }

    /** The head with the key that a browser has to send as a protocol, if there is one and no other. */
    RequestHead credited(RequestHead head) throws Denied {
        if (credential.isEmpty()) return head;
        if (!head.credential().isEmpty() && !head.credential().equals(credential))
            throw doubtful("two different keys were sent");
        return new RequestHead(head.method(), head.path(), head.query(), credential, head.certified(), head.address(),
                head.fields());
    }

    /** The model, or deployment, that a query names; empty where it names none. */
    static String model(String query) throws Denied {
        String found = "";
        for (String pair : query.isEmpty() ? new String[0] : query.substring(1).split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (name.indexOf('%') >= 0) throw Problem.BAD_PATH.denied("Write the names of a query without escapes.");
            if (!name.equals("model") && !name.equals("deployment")) continue;
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!found.isEmpty() || value.indexOf('%') >= 0 || value.indexOf('+') >= 0 || value.length() > 200)
                throw Problem.BAD_PATH.denied("Name one model in the query, without escapes.").at(name);
            found = value;
        }
        return found;
    }

    /**
     * Makes a request to the endpoint one for a WebSocket.
     *
     * @param screened fields that go with other values than they came with
     * @param passes whether the caller's own key goes to the endpoint
     */
    void ask(HttpHeaders request, List<HeaderField> screened, boolean passes, String field) {
        strip(request);
        request.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        request.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        request.set(HttpHeaderNames.SEC_WEBSOCKET_KEY, ownKey);
        request.set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13");
        List<String> asked = screened.isEmpty()
                ? protocols
                : screened.stream().filter(each -> owns(each.name())).map(HeaderField::value).toList();
        if (!asked.isEmpty()) request.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(", ", asked));
        if (passes && !credential.isEmpty())
            request.set(field, field.equals("authorization") ? "Bearer " + credential : credential);
    }

    /** Whether the endpoint has agreed, to that and no more. */
    boolean agreed(HttpHeaders answer) {
        List<String> chosen = answer.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        return answer.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
                && answer.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                && answer.getAll(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT).equals(List.of(accept(ownKey)))
                && !answer.contains(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS)
                && (chosen.isEmpty() || chosen.size() == 1 && protocols.contains(chosen.getFirst()));
    }

    /** Makes the endpoint's answer one to the caller. */
    void answer(HttpHeaders answer) {
        String chosen = answer.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, "");
        strip(answer);
        answer.set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
        answer.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        answer.set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, accept(callersKey));
        if (!chosen.isEmpty()) answer.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, chosen);
    }

    private static void strip(HttpHeaders headers) {
        for (String name : List.copyOf(headers.names()))
            if (owns(name)) headers.remove(name);
    }

    /** Whether a field belongs to the opening, so that the other side gets another one. */
    static boolean owns(CharSequence name) {
        return AsciiString.regionMatches(name, true, 0, OWN, 0, OWN.length());
    }

    /** What of the opening goes to the endpoint in the caller's words. */
    List<HeaderField> texts() {
        return protocols.stream().map(protocol -> new HeaderField("sec-websocket-protocol", protocol)).toList();
    }

    private static String accept(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1")
                    .digest((key + ACCEPTED).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }
}
