package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.proxy.cli.Commands;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.limit.LedgerCheck;
import io.tokenward.proxy.limit.LedgerProblem;
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
        assertThat(Commands.run("check", "-c", config)).isZero();
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
