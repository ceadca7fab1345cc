package io.tokenward.proxy;

import io.tokenward.proxy.limit.PackageNotice;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells an address of packages that are nearly or quite used up, one POST of JSON for each, on a thread of its own.
 * Thread-safe. What is not taken is tried again twice; what finds the queue full is only logged.
 */
final class NoticeWebhook implements Consumer<PackageNotice>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeWebhook.class);
    private static final int MOST_WAITING = 1_000;
    private static final int ATTEMPTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final Optional<URI> address;
    private final Optional<String> credential;
    private final Duration pause;
    private final BlockingQueue<PackageNotice> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong noticed = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final Thread thread;

    /**
     * @param address empty for nobody: then notices are logged and counted alone
     * @param credential sent as Authorization: Bearer
     * @param pause between attempts
     */
    NoticeWebhook(Optional<URI> address, Optional<String> credential, Duration pause) {
        this.address = address;
        this.credential = credential;
        this.pause = pause;
        thread = Thread.ofVirtual().name("notices").start(this::run);
    }

    /** Notices so far. */
    long noticed() {
        return noticed.get();
    }

    /** Notices that the address did not take. */
    long failed() {
        return failed.get();
    }

    @Override
    public void accept(PackageNotice notice) {
        noticed.incrementAndGet();
        LOG.info("Package of {} on plan {}: {} % used, {} tokens left until {}", notice.tenant().isEmpty()
                ? "key " + notice.key()
                : "tenant " + notice.tenant(), notice.plan(), notice.percent(), notice.left(), notice.ends());
        if (address.isPresent() && !waiting.offer(notice)) failed.incrementAndGet();
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }

    private void run() {
        try {
            while (true)
                tell(waiting.take());
        } catch (InterruptedException closed) {
            // What waits is in the log.
        }
    }

    private void tell(PackageNotice notice) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.orElseThrow())
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json(notice)));
        credential.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
                if (status < 300) return;
                LOG.warn("The webhook answered {} to notice {}", status, notice.id());
            } catch (IOException unreachable) {
                LOG.warn("The webhook did not take notice {}: {}", notice.id(), unreachable.toString());
            }
            if (attempt < ATTEMPTS) Thread.sleep(pause.multipliedBy(attempt));
        }
        failed.incrementAndGet();
    }

    private static String json(PackageNotice notice) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", notice.id());
        line.put("tenant", notice.tenant());
        line.put("key", notice.key());
        line.put("plan", notice.plan());
        line.put("percent", notice.percent());
        line.put("left", notice.left());
        line.put("ends", notice.ends().toString());
        return JSON.writeValueAsString(line);
    }
}
