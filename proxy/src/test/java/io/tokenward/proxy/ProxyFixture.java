package io.tokenward.proxy;

import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.TrustAnchors;
import io.tokenward.proxy.audit.ExchangeLog;
import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.demo.ScriptedModel;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.Pepper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A proxy as {@code run} starts it, before a scripted model, with clients that trust its development authority. */
final class ProxyFixture implements AutoCloseable, ExchangeLog {
    static final String CONFIGURATION = """
            listeners:
              - address: 127.0.0.1:0
                tls: { identities: development }
            upstreams:
              scripted: { url: %s, credential: file:upstream-key, timeouts: { connect: 2s, first-byte: 3s, idle: 3s } }
            routes:
              - { base: /, dialects: [openai], upstream: scripted, policy: default }
              - { base: /own, dialects: [openai], upstream: scripted, policy: strict, models: [scripted-1] }
            tenants:
              acme: { plan: free, zone: Asia/Shanghai }
            plans:
              free: {}
              few: { rates: { requests: 2/min } }
              single: { rates: { concurrency: 1 } }
              small: { quotas: { day: 100 } }
              open: { security: none }
            policies:
              default: { deadline: 2s }
              strict: { extends: default, actions: { secret: block } }
            limits: { body: 1MiB, body-timeout: 2s, header-timeout: 2s, drain: 2s }
            keys: { store: file:keys.jsonl, pepper: file:pepper }
            rules: { packs: [builtin] }
            """;

    final ScriptedModel model;
    final Proxy proxy;
    final KeyStore keys;
    /** A key of the plan {@code free} that the proxy knows from its start. */
    final String early;
    final BlockingQueue<ExchangeRecord> records = new LinkedBlockingQueue<>();
    /** What this log, which the proxy tells of every exchange, says of new ones. */
    volatile boolean accepting = true;
    private final SSLContext tls;
    private final HttpClient http;

    ProxyFixture(Path directory) throws Exception {
        this(directory, null);
    }

    /** @param upstreamUrl another upstream than the scripted model; null for that */
    ProxyFixture(Path directory, @org.jspecify.annotations.Nullable String upstreamUrl) throws Exception {
        this(directory, upstreamUrl, CONFIGURATION);
    }

    /** @param configuration with {@code %s} where the URL of the upstream belongs */
    ProxyFixture(Path directory, @org.jspecify.annotations.Nullable String upstreamUrl, String configuration)
            throws Exception {
        model = ScriptedModel.start(0, Duration.ofMillis(5));
        Files.writeString(directory.resolve("pepper"), "0123456789abcdef0123456789abcdef");
        Files.writeString(directory.resolve("upstream-key"), "upstream-credential");
        Path file = directory.resolve("tokenward.yaml");
        Files.writeString(file, configuration.formatted(upstreamUrl == null ? model.url() : upstreamUrl));
        Settings settings = SettingsReader.read(file);
        keys = KeyStore.open(settings.keys().store(), Pepper.of(settings.keys().pepper().resolve()), Clock.systemUTC());
        early = key("free");
        proxy = Proxy.start(settings, this, directory.resolve("authority"));
        tls = trusting(DevelopmentAuthority.openOrCreate(directory.resolve("authority"), Clock.systemUTC()).caFile());
        http = HttpClient.newBuilder().sslContext(tls).connectTimeout(Duration.ofSeconds(5)).build();
    }

    /** A context of clients that believe that authority alone. */
    static SSLContext trusting(Path ca) throws Exception {
        java.security.KeyStore anchors = java.security.KeyStore.getInstance(java.security.KeyStore.getDefaultType());
        anchors.load(null, null);
        for (X509Certificate anchor : TrustAnchors.read(ca))
            anchors.setCertificateEntry("ca", anchor);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(anchors);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** A key of that plan; made before the start it works at once, later within two seconds. */
    String key(String plan) throws Exception {
        return keys.create("acme", plan, List.of(), Optional.empty(), plan).reveal();
    }

    /** A new key that the running proxy knows already. */
    String knownKey(String plan) throws Exception {
        String fresh = key(plan);
        await(fresh);
        return fresh;
    }

    /** Returns when the running proxy knows that key. */
    void await(String fresh) {
        org.awaitility.Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> {
            HttpResponse<String> models = send(request("/v1/models", fresh).GET().build());
            record();
            return models.statusCode() == 200;
        });
    }

    HttpRequest.Builder request(String path, String key) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + proxy.port() + path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json");
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** The answer as soon as it begins. */
    HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<String> chat(String key, String body, HttpClient.Version version)
            throws IOException, InterruptedException {
        return send(request("/v1/chat/completions", key).version(version)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> chat(String key, String body) throws IOException, InterruptedException {
        return chat(key, body, HttpClient.Version.HTTP_2);
    }

    /** A TLS connection on which a test may write whatever it likes. */
    SSLSocket socket() throws IOException {
        return socket("http/1.1");
    }

    /** The same, with the protocol that ALPN is to choose. */
    SSLSocket socket(String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", proxy.port());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[]{protocol});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(15_000);
        socket.startHandshake();
        return socket;
    }

    /** TLS over a connection that exists, after what a test has written there. */
    SSLSocket over(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "localhost", proxy.port(), true);
        socket.setSoTimeout(15_000);
        socket.startHandshake();
        return socket;
    }

    ExchangeRecord record() throws InterruptedException {
        ExchangeRecord record = records.poll(15, TimeUnit.SECONDS);
        if (record == null) throw new AssertionError("no exchange ended within 15 s");
        return record;
    }

    @Override
    public boolean accepting() {
        return accepting;
    }

    @Override
    public void ended(ExchangeRecord record) {
        records.add(record);
    }

    @Override
    public void close() {
        proxy.drain(Duration.ofSeconds(1));
        model.close();
    }
}
