package io.tokenward.benchmarks.capacity;

import io.tokenward.proxy.limit.RedisSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import redis.embedded.core.ExecutableProvider;

/** A redis-server of its own on this machine, without persistence. */
final class RedisProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RedisProcess start(Path directory) throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Path binary = ExecutableProvider.newJarResourceProvider().get().toPath();
        Process process = new ProcessBuilder(List.of(binary.toString(), "--port", Integer.toString(port), "--bind",
                "127.0.0.1", "--dir", directory.toString(), "--save", "")).redirectErrorStream(true).start();
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (!line.contains("eady to accept connections")) continue;
            Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
            return new RedisProcess(process, port);
        }
        throw new IOException("redis-server did not start");
    }

    RedisSettings settings() {
        return new RedisSettings(URI.create("redis://127.0.0.1:" + port), false, "", Optional.empty(),
                Optional.empty(), 2);
    }

    /** User and system time of the server so far; a hundredth of a second is the finest that Linux tells. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
