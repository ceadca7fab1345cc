package io.tokenward.proxy.exchange;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.tokenward.proxy.upstream.AwsSigner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Signs a request that is ready to be sent. */
final class Signing {
    private Signing() {}

    /** Takes the caller's credentials away and sets the signature in their place; the host must stand already. */
    static void sign(FullHttpRequest request, AwsSigner signer, String host, String bodyHash) {
        HttpHeaders headers = request.headers();
        Heads.removeCredentials(headers);
        Map<String, String> signed = new TreeMap<>();
        List<String> names = new ArrayList<>(headers.names());
        for (String name : names) {
            String lower = name.toLowerCase(Locale.ROOT);
            // Whatever begins so has to be signed, and the caller's signature was another one.
            if (lower.equals("x-amz-date") || lower.equals("x-amz-content-sha256")
                    || lower.equals("x-amz-security-token")) {
                headers.remove(name);
            } else if (lower.startsWith("x-amz-")) {
                signed.put(lower, String.join(",", headers.getAll(name)));
            }
        }
        signer.sign(new AwsSigner.Request(request.method().name(), request.uri(), host, signed, bodyHash))
                .forEach(headers::set);
    }
}
