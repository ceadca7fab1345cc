package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.demo.ScriptedModel;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.Pepper;
import io.tokenward.proxy.limit.LedgerCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code run} in a process of its own, killed under load. A client that was let on to its next request has been charged for
 * the one before, and nobody is charged for more than the model billed.
 */
@Timeout(180)
class KilledProxyIT {
    private static final int ROUNDS = 3;
    private static final int CLIENTS = 6;
    private static final int ANSWERS_BEFORE_THE_KILL = 60;
    private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
    private static final Pattern TOTAL = Pattern.compile("\"total_tokens\": ?(\\d+)");
    private static final String BODY = """
            {"model":"scripted-1","max_tokens":16,"messages":[{"role":"user","content":"Name three rivers."}]}""";

    @TempDir
    private Path directory;
    private ScriptedModel model;
    private String key;

    @BeforeEach
    void configure() throws Exception {
        model = ScriptedModel.start(0, Duration.ofMillis(1));
        Files.writeString(directory.resolve("pepper"), "0123456789abcdef0123456789abcdef");
        Files.writeString(directory.resolve("upstream-key"), "upstream-credential");
        Path config = directory.resolve("tokenward.yaml");
        Files.writeString(config, ProxyFixture.CONFIGURATION.formatted(model.url()).replace("day: 100", "day: 100M")
                + "storage: { ledger: sqlite:ledger.db }\n");
        var keys = SettingsReader.read(config).keys();
        key = KeyStore.open(keys.store(), Pepper.of(keys.pepper().resolve()), Clock.systemUTC())
                .create("acme", "small", List.of(), Optional.empty(), "small")
                .reveal();
    }

    @AfterEach
    void stop() {
        model.close();
    }

    @Test
    void whatWasAcknowledgedIsChargedAfterEveryKill() throws Exception {
        long acknowledged = 0;
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged += spendUntilKilled();

            LedgerCheck check = LedgerCheck.of(directory.resolve("ledger.db"));
            assertThat(check.faults()).as("round %d", round).isEmpty();
            assertThat(check.used()).as("round %d", round).isBetween(acknowledged, model.tokensBilled());
        }
        assertThat(acknowledged).isPositive();
    }

    /** Answers what clients were charged for requests after which the proxy took another one of theirs. */
    private long spendUntilKilled() throws Exception {
        Process process = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), "run", "-c",
                directory.resolve("tokenward.yaml").toString())).redirectErrorStream(true).start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            URI chat = URI.create("https://localhost:" + port(out) + "/v1/chat/completions");
            Thread.ofVirtual().start(() -> out.lines().forEach(line -> {}));
            var authority = DevelopmentAuthority.openOrCreate(directory.resolve("data/development"),
                    Clock.systemUTC());
            var answers = new AtomicInteger();
            Runnable answered = () -> {
                if (answers.incrementAndGet() == ANSWERS_BEFORE_THE_KILL) process.toHandle().destroyForcibly();
            };
            List<Future<Long>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                HttpClient http = HttpClient.newBuilder()
                        .sslContext(ProxyFixture.trusting(authority.caFile()))
                        .connectTimeout(Duration.ofSeconds(5))
                        .build();
                clients.add(threads.submit(() -> spend(http, chat, answered)));
            }
            long acknowledged = 0;
            for (Future<Long> client : clients)
                acknowledged += client.get();
            process.waitFor();
            return acknowledged;
        } finally {
            process.destroyForcibly();
        }
    }

    private static int port(BufferedReader out) throws IOException {
        var said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) return Integer.parseInt(listening.group(1));
            said.append(line).append('\n');
        }
        throw new AssertionError("the proxy did not start: " + said);
    }

    private long spend(HttpClient http, URI chat, Runnable answered) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(chat)
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(BODY))
                .build();
        long acknowledged = 0;
        long last = 0;
        while (true) {
            HttpResponse<String> answer;
            try {
                answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException killed) {
                return acknowledged;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            acknowledged += last;
            Matcher total = TOTAL.matcher(answer.body());
            assertThat(total.find()).as(answer.body()).isTrue();
            last = Long.parseLong(total.group(1));
            answered.run();
        }
    }
}
