package io.tokenward.benchmarks.peer;

import io.tokenward.benchmarks.text.Form;
import io.tokenward.certs.DevelopmentAuthority;
import io.tokenward.certs.PemFiles;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.proxy.keys.KeyStore;
import io.tokenward.proxy.keys.Pepper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Configures and starts the peers, all with one certificate, all before the same plain upstream on loopback. */
public final class Peers {
    private static final String TOKENWARD = """
            listeners:
              - address: 127.0.0.1:%d
                tls: { identities: [{ chain: file:server.pem, key: file:server.key }], client-auth: none }
            upstreams:
              model: { url: "http://127.0.0.1:%d", credential: file:upstream-key }
            routes:
              - { base: /, dialects: [openai], upstream: model, policy: default }
            %s
            tenants:
              on:  { plan: screened }
              off: { plan: unscreened }
            plans:
              # Limits and quotas are kept as for anybody; they are only too high to be met.
              screened:
                rates: { requests: 900M/min, tokens: 60000M/min, concurrency: 10k }
                quotas: { month: 900000M }
              unscreened:
                rates: { requests: 900M/min, tokens: 60000M/min, concurrency: 10k }
                quotas: { month: 900000M }
                security: none
            policies:
              # As shipped, but for two things that cost nothing: a cold core shall not turn measurements into refusals, nor
              # a chance sentence; what would have been blocked is examined and judged in the same way.
              default: { deadline: 20s, screening: detect }
            # Long enough that no measurement meets them.
            limits: { drain: 1s, header-timeout: 10m, idle-timeout: 1h }
            keys: { store: file:keys.jsonl, pepper: file:pepper }
            rules: { packs: [%s] }
            """;
    private static final String NGINX = """
            daemon off;
            master_process off;
            pid %1$s/nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              client_body_temp_path %1$s/nginx-body;
              proxy_temp_path %1$s/nginx-proxy;
              client_max_body_size 4m;
              client_body_buffer_size 1m;
              keepalive_requests 100000000;
              tcp_nodelay on;
              upstream model { server 127.0.0.1:%3$d; keepalive 64; keepalive_requests 100000000; }
              server {
                listen 127.0.0.1:%2$d ssl http2;
                ssl_certificate %1$s/server.pem;
                ssl_certificate_key %1$s/server.key;
                ssl_protocols TLSv1.3 TLSv1.2;
                http2_body_preread_size 256k;
                http2_max_concurrent_streams 100;
                location / {
                  proxy_pass http://model;
                  proxy_http_version 1.1;
                  proxy_set_header Connection "";
                  proxy_buffering off;
                }
              }
            }
            """;

    private final Path work;
    private final Path root;
    private final int core;
    private final int upstreamPort;
    private final Path authority;

    /**
     * @param work a directory of our own for all files
     * @param root of the project, where the launcher is
     * @param core which the peers are bound to
     */
    public Peers(Path work, Path root, int core, int upstreamPort) throws Exception {
        this.work = Files.createDirectories(work);
        this.root = root;
        this.core = core;
        this.upstreamPort = upstreamPort;
        var development = DevelopmentAuthority.openOrCreate(work.resolve("authority"), Clock.systemUTC());
        PemFiles.write(development.issueServer(List.of()), chain(), key());
        authority = development.caFile();
    }

    /** What clients have to trust. */
    public Path authority() {
        return authority;
    }

    /** nginx as a pure TLS relay; empty where there is no nginx. */
    public Optional<Peer> nginx() throws IOException, InterruptedException {
        Optional<Path> program = List.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/sbin/nginx")
                .stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty()) return Optional.empty();
        int port = freePort();
        Path file = Files.writeString(work.resolve("nginx.conf"), NGINX.formatted(work, port, upstreamPort));
        var command = List.of(program.get().toString(), "-p", work.toString(), "-c", file.toString());
        return Optional.of(new Peer(start("nginx", command, Map.of(), port), port, "none", "none"));
    }

    /** The bare relay, with the virtual machine's options that the launcher gives the proxy. */
    public Peer bareRelay() throws IOException, InterruptedException {
        int port = freePort();
        var command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=5", "-XX:-ClassUnloadingWithConcurrentMark", "-XX:G1ConcRefinementThreads=0",
                "-XX:+UseCompactObjectHeaders", "--enable-native-access=ALL-UNNAMED",
                "-Dio.netty.tryReflectionSetAccessible=false", "-Dio.netty.leakDetection.samplingInterval=4096", "-cp",
                System.getProperty("java.class.path"),
                BareRelay.class.getName(), String.valueOf(port), String.valueOf(upstreamPort), chain().toString(),
                key().toString()));
        return new Peer(start("bare", command, Map.of(), port), port, "none", "none");
    }

    /**
     * The proxy, by its own launcher, as shipped. One process: whether it screens is decided by the caller's plan.
     *
     * @param options for the virtual machine, such as those of the flight recorder
     */
    public Peer tokenward(String options) throws Exception {
        return tokenward(options, List.of("builtin"), "");
    }

    /** The same with health and metrics served on that port. */
    public Peer tokenwardWatched(int healthPort, String options) throws Exception {
        return tokenward(options, List.of("builtin"), "health: { address: 127.0.0.1:" + healthPort + " }\n");
    }

    /** By its own launcher, in what it takes for a container of so many bytes of memory. */
    public Peer tokenwardWithin(long bytes) throws Exception {
        Path group = Files.createDirectories(work.resolve("group"));
        Files.writeString(group.resolve("memory.max"), bytes + "\n");
        return tokenward(Map.of("TOKENWARD_CGROUP", group.toString()), List.of("builtin"), "");
    }

    /**
     * The same with other packs of rules and more lines of configuration.
     *
     * @param packs as {@code rules.packs} names them
     */
    public Peer tokenward(String options, List<String> packs, String more) throws Exception {
        return tokenward(Map.of("TOKENWARD_OPTS", options), packs, more);
    }

    private Peer tokenward(Map<String, String> variables, List<String> packs, String more) throws Exception {
        int port = freePort();
        Path directory = Files.createDirectories(work.resolve("tokenward-" + port));
        for (Path file : List.of(chain(), key()))
            Files.copy(file, directory.resolve(file.getFileName()));
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        ownersOnly(directory.resolve("pepper"), HexFormat.of().formatHex(random));
        ownersOnly(directory.resolve("upstream-key"), "benchmarks-upstream-credential");
        Path file = Files.writeString(directory.resolve("tokenward.yaml"),
                TOKENWARD.formatted(port, upstreamPort, dialects(), String.join(", ", packs)) + more);
        Settings settings = SettingsReader.read(file);
        KeyStore keys = KeyStore.open(settings.keys().store(), Pepper.of(settings.keys().pepper().resolve()),
                Clock.systemUTC());
        String on = keys.create("on", "screened", List.of(), Optional.empty(), "benchmarks").reveal();
        String off = keys.create("off", "unscreened", List.of(), Optional.empty(), "benchmarks").reveal();
        var command = List.of(root.resolve("tokenward").toString(), "run", "-c", file.toString());
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("TOKENWARD_JAVA_HOME", System.getProperty("java.home"));
        return new Peer(start("tokenward-" + port, command, environment, port), port, on, off);
    }

    /** A route for each dialect that the load knows, so that paths are no one else's. */
    private static String dialects() {
        return java.util.Arrays.stream(Form.values())
                .map(Form::dialect)
                .distinct()
                .map(name -> "  - { base: /" + name + ", dialects: [" + name + "], upstream: model, policy: default }")
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    private Child start(String name, List<String> command, Map<String, String> environment, int port)
            throws IOException, InterruptedException {
        return Child.start(command, environment, core, work.resolve(name + ".log"), port);
    }

    private Path chain() {
        return work.resolve("server.pem");
    }

    private Path key() {
        return work.resolve("server.key");
    }

    private static void ownersOnly(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    /** A port that nobody listens on now. */
    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
