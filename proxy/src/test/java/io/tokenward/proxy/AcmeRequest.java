package io.tokenward.proxy;

import com.sun.net.httpserver.HttpExchange;
import io.tokenward.proxy.AcmeServer.Refused;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Base64;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to an ACME server whose signature was verified (RFC 8555 section 6.2, RFC 7515 with ES256).
 *
 * @param key of the account, as JWK
 */
record AcmeRequest(JsonNode key, JsonNode payload) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Base64.Decoder URL64 = Base64.getUrlDecoder();

    interface Nonces {
        void take(String nonce) throws Refused;
    }

    static AcmeRequest verified(HttpExchange exchange, String url, Nonces nonces, Map<String, JsonNode> accounts)
            throws Exception {
        if (!"application/jose+json".equals(exchange.getRequestHeaders().getFirst("Content-Type")))
            throw new Refused(415, "malformed", "not application/jose+json");
        JsonNode jws = JSON.readTree(exchange.getRequestBody().readAllBytes());
        JsonNode head = decoded(jws.path("protected"));
        if (!head.path("alg").asString().equals("ES256")) throw new Refused(400, "badSignatureAlgorithm", "not ES256");
        if (!head.path("url").asString().equals(url)) throw new Refused(401, "unauthorized", "signed for another URL");
        if (head.has("jwk") == head.has("kid")) throw new Refused(400, "malformed", "either jwk or kid");
        JsonNode key = head.has("jwk") ? head.path("jwk") : accounts.get(head.path("kid").asString());
        if (key == null) throw new Refused(400, "accountDoesNotExist", "no such account");
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(publicKey(key));
        verifier.update(signed(jws));
        if (!verifier.verify(URL64.decode(jws.path("signature").asString())))
            throw new Refused(401, "unauthorized", "the signature is wrong");
        nonces.take(head.path("nonce").asString());
        String payload = jws.path("payload").asString();
        return new AcmeRequest(key, payload.isEmpty() ? JSON.createObjectNode() : decoded(jws.path("payload")));
    }

    /** RFC 8555 section 7.3.4: the account's key, signed with a key that both sides have. */
    static void requireBinding(JsonNode jws, JsonNode key, byte[] secret, String url) throws Exception {
        JsonNode head = decoded(jws.path("protected"));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        boolean good = head.path("alg").asString().equals("HS256") && head.path("kid").asString().equals("customer-7")
                && head.path("url").asString().equals(url) && decoded(jws.path("payload")).equals(key)
                && MessageDigest.isEqual(mac.doFinal(signed(jws)), URL64.decode(jws.path("signature").asString()));
        if (!good) throw new Refused(401, "externalAccountRequired", "the binding is missing or wrong");
    }

    private static byte[] signed(JsonNode jws) {
        return (jws.path("protected").asString() + "." + jws.path("payload").asString())
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static JsonNode decoded(JsonNode text) throws Refused {
        if (!text.isString()) throw new Refused(400, "malformed", "no JWS");
        return JSON.readTree(URL64.decode(text.asString()));
    }

    private static PublicKey publicKey(JsonNode jwk) throws Exception {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        var point = new ECPoint(new BigInteger(1, URL64.decode(jwk.path("x").asString())),
                new BigInteger(1, URL64.decode(jwk.path("y").asString())));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
    }

    /** RFC 7638. */
    static String thumbprint(JsonNode jwk) throws Exception {
        String canonical = "{\"crv\":\"" + jwk.path("crv").asString() + "\",\"kty\":\"EC\",\"x\":\""
                + jwk.path("x").asString() + "\",\"y\":\"" + jwk.path("y").asString() + "\"}";
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256")
                        .digest(canonical.getBytes(StandardCharsets.US_ASCII)));
    }
}
