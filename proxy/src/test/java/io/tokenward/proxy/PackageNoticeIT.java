package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is told when a package is nearly and when it is quite used up. */
@Timeout(120)
class PackageNoticeIT {
    private static final String BODY = """
            {"model":"scripted-1","max_tokens":16,"messages":[{"role":"user","content":"Name three rivers."}]}""";

    @TempDir
    private Path directory;
    private HttpServer webhook;
    private final BlockingQueue<String> posted = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();

    @BeforeEach
    void listen() throws Exception {
        webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        webhook.createContext("/packages", call -> {
            String said = call.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            // The first attempt fails, as first attempts do.
            boolean taken = refusals.getAndIncrement() > 0;
            call.sendResponseHeaders(taken ? 204 : 503, -1);
            call.close();
            if (taken) posted.add(said);
        });
        webhook.start();
    }

    @AfterEach
    void stop() {
        webhook.stop(0);
    }

    @Test
    void eachShareIsToldOnceAndAgainIfItWasNotTaken() throws Exception {
        Files.writeString(directory.resolve("hook-key"), "a credential of the webhook");
        String configuration = ProxyFixture.CONFIGURATION
                .replace("small: { quotas: { day: 100 } }", "small: { package: { tokens: 400 } }")
                + "storage: { ledger: sqlite:data/ledger.db }\n"
                + "notices: { webhook: http://127.0.0.1:" + webhook.getAddress().getPort()
                + "/packages, credential: file:hook-key }\n";
        try (ProxyFixture fixture = new ProxyFixture(directory, null, configuration)) {
            String key = fixture.knownKey("small");
            while (fixture.chat(key, BODY).statusCode() == 200)
                assertThat(posted.size()).isLessThanOrEqualTo(1);
            fixture.chat(key, BODY);

            String nearly = posted.poll(30, TimeUnit.SECONDS);
            assertThat(nearly).startsWith("Bearer a credential of the webhook {\"id\":\"plan:small:tenant:acme:")
                    .contains("\"tenant\":\"acme\"", "\"plan\":\"small\"", "\"percent\":80", "\"left\":");
            assertThat(posted).as("nothing was told twice").noneMatch(said -> said.contains("\"percent\":80"));
        }
    }
}
