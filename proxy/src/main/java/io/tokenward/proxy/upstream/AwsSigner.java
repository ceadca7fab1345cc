package io.tokenward.proxy.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs requests as AWS asks for ("Signature Version 4", AWS IAM user guide). Thread-safe. */
public final class AwsSigner {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    private final AwsCredential credential;
    private final String service;
    private final Clock clock;

    /** A signer for one service, such as {@code bedrock}. */
    public AwsSigner(AwsCredential credential, String service, Clock clock) {
        this.credential = credential;
        this.service = service;
        this.clock = clock;
    }

    /**
     * What is signed of a request.
     *
     * @param target path and query as they are sent
     * @param headers what is signed beside the host and what the signer adds; names in lower case
     * @param bodyHash of the body, by {@link #hash}
     */
    public record Request(String method, String target, String host, Map<String, String> headers, String bodyHash) {}

    /** SHA-256 in hexadecimal; linear, so nothing for an event loop where a body may be large. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The header fields to set: the signature and what it covers that the request does not have yet. */
    public Map<String, String> sign(Request request) {
        String time = clock.instant().atOffset(ZoneOffset.UTC).format(TIME);
        Map<String, String> added = new TreeMap<>();
        added.put("x-amz-date", time);
        added.put("x-amz-content-sha256", request.bodyHash());
        credential.sessionToken().ifPresent(token -> added.put("x-amz-security-token", token));
        Map<String, String> signed = new TreeMap<>(request.headers());
        signed.putAll(added);
        signed.put("host", request.host());
        added.put("authorization", authorization(request, signed, time));
        return added;
    }

    private String authorization(Request request, Map<String, String> signed, String time) {
        String names = String.join(";", signed.keySet());
        String scope = time.substring(0, 8) + '/' + credential.region() + '/' + service + "/aws4_request";
        String toSign = ALGORITHM + '\n' + time + '\n' + scope + '\n'
                + hash(canonical(request, signed, names).getBytes(UTF_8));
        byte[] key = ("AWS4" + credential.secretKey()).getBytes(UTF_8);
        for (String part : scope.split("/"))
            key = hmac(key, part);
        return ALGORITHM + " Credential=" + credential.accessKey() + '/' + scope + ", SignedHeaders=" + names
                + ", Signature=" + HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String canonical(Request request, Map<String, String> signed, String names) {
        int mark = request.target().indexOf('?');
        String path = mark < 0 ? request.target() : request.target().substring(0, mark);
        String query = mark < 0 ? "" : request.target().substring(mark + 1);
        String lines = signed.entrySet()
                .stream()
                .map(field -> field.getKey() + ':' + field.getValue().strip().replaceAll(" +", " ") + '\n')
                .collect(Collectors.joining());
        return request.method() + '\n' + encoded(path) + '\n' + sorted(query) + '\n' + lines + '\n' + names + '\n'
                + request.bodyHash();
    }

    /** The path encoded once more, as every service but S3 wants it. */
    private static String encoded(String path) {
        var out = new StringBuilder();
        for (byte b : path.getBytes(UTF_8)) {
            boolean plain = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9'
                    || "/-_.~".indexOf(b) >= 0;
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }

    /** By names and then by values: {@code a=1} stands before {@code a2=1}, although {@code =} comes after {@code 2}. */
    private static String sorted(String query) {
        if (query.isEmpty()) return "";
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.indexOf('=') < 0 ? pair + '=' : pair)
                .sorted(Comparator.comparing((String pair) -> pair.substring(0, pair.indexOf('=')))
                        .thenComparing(Comparator.naturalOrder()))
                .collect(Collectors.joining("&"));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
