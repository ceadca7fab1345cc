package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.proxy.cli.Commands;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.limit.LedgerCheck;
import io.tokenward.proxy.limit.LedgerProblem;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Quotas in a ledger, as the configuration asks for it, and what a start says about one that cannot be used. */
@Timeout(120)
class LedgerIT {
    private static final String CONFIGURATION = ProxyFixture.CONFIGURATION
            + "storage: { ledger: sqlite:data/ledger.db, durability: power }\n";
    private static final String BODY = """
            {"model":"scripted-1","max_tokens":16,"messages":[{"role":"user","content":"Name three rivers."}]}""";

    private static final String CREDENTIAL = "an admin credential of some length";

    @TempDir
    private Path directory;

    private Path ledger() {
        return directory.resolve("data/ledger.db");
    }

    private ProxyFixture start() throws Exception {
        return new ProxyFixture(directory, null, CONFIGURATION);
    }

    @Test
    void aSpentQuotaIsSpentAfterARestart() throws Exception {
        String key;
        long used = 0;
        try (ProxyFixture fixture = start()) {
            key = fixture.knownKey("small");
            HttpResponse<String> answer = fixture.chat(key, BODY);
            assertThat(answer.statusCode()).isEqualTo(200);
            for (int i = 0; answer.statusCode() == 200; i++) {
                assertThat(i).as("requests until the quota is spent").isLessThan(100);
                used += fixture.record().tokens().used();
                answer = fixture.chat(key, BODY);
            }
            assertThat(answer.body()).contains("insufficient_quota");
        }
        assertThat(LedgerCheck.of(ledger()).used()).isEqualTo(used);

        try (ProxyFixture fixture = start()) {
            HttpResponse<String> answer = fixture.chat(key, BODY);
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.body()).contains("insufficient_quota");
            assertThat(fixture.model.tokensBilled()).isZero();
        }
        assertThat(LedgerCheck.of(ledger()).faults()).isEmpty();
    }

    @Test
    void aPackThatIsGrantedIsDrawnOnAtOnceAndOnce() throws Exception {
        Files.writeString(directory.resolve("admin-key"), CREDENTIAL);
        String configuration = CONFIGURATION.replace("small: {", "small: { package: { tokens: 40 },")
                .replace("day: 100", "day: 100k") + "admin: { address: 127.0.0.1:0, credential: file:admin-key }\n";
        try (ProxyFixture fixture = new ProxyFixture(directory, null, configuration)) {
            String key = fixture.knownKey("small");
            while (fixture.chat(key, BODY).statusCode() == 200)
                fixture.record();
            String order = "{\"id\":\"order-1\",\"tenant\":\"acme\",\"tokens\":1000,\"ttl\":\"P1D\"}";

            assertThat(admin(fixture, "/api/packs", order).statusCode()).isEqualTo(201);
            assertThat(admin(fixture, "/api/packs", order).body()).contains("\"granted\":false");
            assertThat(fixture.chat(key, BODY).statusCode()).isEqualTo(200);
            assertThat(admin(fixture, "/api/packs/acme", "").body()).contains("\"id\":\"order-1\"", "\"left\":",
                    "\"source\":\"plan\"");
            assertThat(admin(fixture, "/api/packs", order.replace("acme", "nobody")).body())
                    .contains("There is no tenant");
            assertThat(admin(fixture, "/api/packs", order.replace("\"ttl\":\"P1D\"", "\"expires\":\"soon\"")).body())
                    .contains("expires must be an instant");
        }
        assertThat(LedgerCheck.of(ledger()).faults()).isEmpty();
    }

    private static HttpResponse<String> admin(ProxyFixture fixture, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("https://localhost:" + fixture.proxy.adminPort() + path))
                .header("Authorization", "Bearer " + CREDENTIAL);
        return fixture.send(body.isEmpty()
                ? request.GET().build()
                : request.POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    @Test
    void aSecondProxyOnTheSameLedgerDoesNotStart() throws Exception {
        try (ProxyFixture fixture = start()) {
            var settings = SettingsReader.read(directory.resolve("tokenward.yaml"));

            assertThatThrownBy(() -> Proxy.start(settings, record -> {}, directory.resolve("authority")))
                    .isInstanceOf(LedgerProblem.class)
                    .hasMessageContaining("is in use by another process; stop that one first");
            assertThat(fixture.chat(fixture.knownKey("free"), BODY).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aDamagedLedgerEndsCheckAndRunWithStatusOne() throws Exception {
        start().close();
        String config = directory.resolve("tokenward.yaml").toString();
        List<Path> before = tree();
        assertThat(Commands.run("check", "-c", config)).isZero();
        assertThat(tree()).isEqualTo(before);
        Files.writeString(ledger(), "This was a ledger once, and now it is a letter to whom it may concern.");

        assertThat(Commands.run("check", "-c", config)).isEqualTo(1);
        assertThat(Commands.run("run", "-c", config)).isEqualTo(1);
    }

    @Test
    void checkMakesNoLedgerAndLeavesNoTrace() throws Exception {
        start().close();
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList())
                Files.delete(file);
        }
        String config = directory.resolve("tokenward.yaml").toString();
        List<Path> before = tree();

        assertThat(Commands.run("check", "-c", config)).isZero();
        assertThat(tree()).isEqualTo(before);
        Files.delete(directory.resolve("data"));
        Files.writeString(directory.resolve("data"), "a file, no directory");
        assertThat(Commands.run("check", "-c", config)).isEqualTo(1);
    }

    private List<Path> tree() throws Exception {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.sorted().toList();
        }
    }
}
