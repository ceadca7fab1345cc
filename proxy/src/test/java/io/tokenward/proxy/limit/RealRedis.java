package io.tokenward.proxy.limit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A redis-server of its own, on a free port of this machine, from the binary that a test library brings along. */
final class RealRedis implements AutoCloseable {
    private static @Nullable Path binary;

    private final Path directory;
    private final int port;
    private final List<String> options;
    private Process process;

    private RealRedis(Path directory, int port, List<String> options) throws IOException {
        this.directory = directory;
        this.port = port;
        this.options = options;
        process = launch();
    }

    /** A server without persistence, with these options more. */
    static RealRedis start(String... options) {
        try {
            Path directory = Files.createTempDirectory("tokenward-redis");
            return new RealRedis(directory, freePort(), List.of(options));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    RedisSettings settings() {
        return RedisSettings.of("127.0.0.1", port);
    }

    /** Ends it at once, as a crash would. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Starts it again on the same port and files. */
    void restart() {
        try {
            process = launch();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Stops it answering while its connections stay open, or lets it go on. */
    void freeze(boolean frozen) throws IOException, InterruptedException {
        new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of(binary().toString(), "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--dir", directory.toString(), "--save", ""));
        command.addAll(options);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LC_ALL", "C");
        Process started = builder.start();
        var output = new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.contains("eady to accept connections")) {
                Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
                return started;
            }
        }
        throw new IOException("redis-server did not start:\n" + said);
    }

    private void await() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) throw new IllegalStateException("redis-server does not end");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static synchronized Path binary() throws IOException {
        Path known = binary;
        if (known == null) {
            known = ExecutableProvider.newJarResourceProvider().get().toPath();
            binary = known;
        }
        return known;
    }
}
