package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.upstream.AwsCredential;
import io.tokenward.proxy.upstream.AwsSigner;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upstream that wants signatures gets one over what it is sent, and nothing of the caller's. */
class SigningIT {
    private static final String BODY = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Name three rivers.\"}]}]}";
    private static RecordingUpstream upstream;
    private static ProxyFixture fixture;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        upstream = new RecordingUpstream();
        Files.writeString(directory.resolve("access"), "access-id");
        Files.writeString(directory.resolve("signing"), "signing-key");
        String signed = "  signed: { url: '" + upstream.url() + "', credential: { region: eu-central-1, "
                + "access-key: 'file:access', secret-key: 'file:signing' } }\nroutes:\n"
                + "  - { base: /bedrock, dialects: [bedrock], upstream: signed }";
        fixture = new ProxyFixture(directory, upstream.url(),
                ProxyFixture.CONFIGURATION.replaceFirst("(?m)^routes:", signed));
        key = fixture.knownKey("free");
    }

    @AfterAll
    static void stop() {
        fixture.close();
        upstream.close();
    }

    @Test
    void whatArrivesIsWhatWasSigned() throws Exception {
        var answer = fixture.send(fixture.request("/bedrock/model/us.m%3A0/converse", key)
                .header("X-Amz-Date", "20000101T000000Z")
                .header("X-Amz-Extra", "kept")
                .POST(BodyPublishers.ofString(BODY))
                .build());
        Map<String, String> seen = upstream.headers();

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(seen.values()).noneMatch(value -> value.contains(key));
        assertThat(seen.get("x-amz-date")).isNotEqualTo("20000101T000000Z");
        var time = LocalDateTime.parse(Objects.requireNonNull(seen.get("x-amz-date")),
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'"));
        var again = new AwsSigner(new AwsCredential("eu-central-1", "access-id", "signing-key", Optional.empty()),
                "bedrock", Clock.fixed(time.toInstant(ZoneOffset.UTC), ZoneOffset.UTC));
        assertThat(seen).containsAllEntriesOf(again.sign(new AwsSigner.Request("POST", "/model/us.m%3A0/converse",
                Objects.requireNonNull(seen.get("host")), Map.of("x-amz-extra", "kept"),
                AwsSigner.hash(upstream.body()))));
    }
}
