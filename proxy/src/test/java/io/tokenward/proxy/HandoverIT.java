package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.proxy.audit.Totals;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.demo.ScriptedModel;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.Pepper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A proxy that takes another one's place while clients send: nobody notices. */
@Timeout(120)
class HandoverIT {
    private static final int PER_SECOND = 500;

    @TempDir
    private Path directory;
    private ScriptedModel model;
    private Path configuration;
    private String key = "";

    @BeforeEach
    void configure() throws Exception {
        model = ScriptedModel.start(0, Duration.ofMillis(20));
        Files.writeString(directory.resolve("pepper"), "0123456789abcdef0123456789abcdef");
        Files.writeString(directory.resolve("upstream-key"), "upstream-credential");
        configuration = directory.resolve("tokenward.yaml");
    }

    @AfterEach
    void stop() {
        model.close();
    }

    private Settings settings(String more) throws Exception {
        Files.writeString(configuration, ProxyFixture.CONFIGURATION.formatted(model.url())
                .replace("body-timeout: 2s, header-timeout: 2s, drain: 2s", "header-timeout: 60s, drain: 10s")
                .replace("connect: 2s, first-byte: 3s, idle: 3s", "connect: 20s")
                + "handover: { socket: file:run/handover.sock }\n" + more);
        Settings settings = SettingsReader.read(configuration);
        if (key.isEmpty())
            key = KeyStore
                    .open(settings.keys().store(), Pepper.of(settings.keys().pepper().resolve()), Clock.systemUTC())
                    .create("acme", "free", List.of(), Optional.empty(), "free")
                    .reveal();
        return settings;
    }

    private Proxy start(Settings settings, Totals totals) throws Exception {
        return Proxy.start(settings, totals, directory.resolve("authority"));
    }

    private SteadyClients clients(Proxy proxy) throws Exception {
        Path ca = DevelopmentAuthority.openOrCreate(directory.resolve("authority"), Clock.systemUTC()).caFile();
        return new SteadyClients(proxy.port(), ProxyFixture.trusting(ca), key);
    }

    private static CompletableFuture<Void> endsWhenReplaced(Proxy proxy) {
        var ended = new CompletableFuture<Void>();
        proxy.whenReplaced(() -> Thread.ofPlatform().start(() -> {
            proxy.drain();
            ended.complete(null);
        }));
        return ended;
    }

    @Test
    void noRequestAndNoStreamIsLost() throws Exception {
        Settings settings = settings("");
        var first = new Totals();
        var second = new Totals();
        Proxy old = start(settings, first);
        CompletableFuture<Void> ended = endsWhenReplaced(old);

        try (SteadyClients clients = clients(old)) {
            clients.send(PER_SECOND);
            clients.awaitAnswers(PER_SECOND);
            Proxy next = start(settings, second);
            try {
                ended.get();
                clients.awaitAnswers(2 * PER_SECOND);
                clients.stop();
            } finally {
                next.drain(Duration.ZERO);
            }

            assertThat(clients.failures()).isEmpty();
            assertThat(next.port()).isEqualTo(old.port());
        }
        assertThat(first.exchanges()).isGreaterThanOrEqualTo(PER_SECOND);
        assertThat(second.exchanges()).isGreaterThanOrEqualTo(PER_SECOND);
    }

    @Test
    void whatOnlyOneCanHoldIsWaitedForWhileConnectionsWait() throws Exception {
        Settings settings = settings("""
                storage: { ledger: sqlite:ledger.db }
                audit: { directory: audit }
                health: { address: 127.0.0.1:0 }
                """);
        Proxy old = start(settings, new Totals());
        CompletableFuture<Void> ended = endsWhenReplaced(old);

        try (SteadyClients clients = clients(old)) {
            clients.send(50);
            clients.awaitAnswers(50);
            Proxy next = start(settings, new Totals());
            try {
                ended.get();
                clients.awaitAnswers(50);
                clients.stop();
            } finally {
                next.drain(Duration.ZERO);
            }

            assertThat(clients.failures()).isEmpty();
        }
    }

    @Test
    void theFirstOfAllStartsAsUsualAndLeavesNothingBehind() throws Exception {
        Proxy alone = start(settings(""), new Totals());

        assertThat(directory.resolve("run/handover.sock")).exists();
        alone.drain(Duration.ZERO);

        assertThat(directory.resolve("run")).isEmptyDirectory();
    }
}
