package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run} as systemd sees it: started, watched, reloaded, stopped, in a process of its own. */
@Timeout(120)
class ServiceIT {
    @TempDir
    private Path directory;

    private static String next(Socket manager) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        String[] said = {""};
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            said[0] = received(manager, buffer);
            return !said[0].isEmpty() && !said[0].startsWith("WATCHDOG");
        });
        return said[0];
    }

    private static String received(Socket manager, ByteBuffer buffer) throws IOException {
        var datagram = manager.recvFromDomainSocket(buffer, 0, buffer.capacity());
        if (datagram == null || datagram.receivedAmount() <= 0) return "";
        byte[] bytes = new byte[datagram.receivedAmount()];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void systemdHearsOfEveryStep() throws Exception {
        assumeTrue(Epoll.isAvailable(), "systemd is for Linux");
        Files.writeString(directory.resolve("pepper"), "0123456789abcdef0123456789abcdef");
        Files.writeString(directory.resolve("upstream-key"), "upstream-credential");
        Path configuration = directory.resolve("tokenward.yaml");
        Files.writeString(configuration, ProxyFixture.CONFIGURATION.formatted("http://127.0.0.1:1"));
        Path path = directory.resolve("notify");
        Socket manager = Socket.newSocketDomainDgram();
        Process process = null;
        try {
            manager.bind(new DomainSocketAddress(path.toString()));
            process = start(configuration, path);

            assertThat(next(manager)).startsWith("READY=1\nMAINPID=" + process.pid()).contains("Listening on port ");
            ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
            Awaitility.await().until(() -> received(manager, buffer).equals("WATCHDOG=1"));

            signal(process, "HUP");
            assertThat(next(manager)).startsWith("RELOADING=1\nMONOTONIC_USEC=");
            assertThat(next(manager)).startsWith("READY=1").contains("Listening on port ");

            Files.writeString(configuration, "listeners: wrong\n");
            signal(process, "HUP");
            assertThat(next(manager)).startsWith("RELOADING=1");
            assertThat(next(manager)).startsWith("READY=1").contains("the old configuration is in force");

            process.destroy();
            assertThat(next(manager)).isEqualTo("STOPPING=1\nSTATUS=Draining 0 exchanges");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            manager.close();
            if (process != null) process.destroyForcibly();
        }
    }

    private static void signal(Process process, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor()).isZero();
    }

    private Process start(Path configuration, Path notify) throws IOException {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "run", "-c", configuration.toString()));
        builder.environment().put("NOTIFY_SOCKET", notify.toString());
        builder.environment().put("WATCHDOG_USEC", "400000");
        return builder.redirectErrorStream(true).redirectOutput(directory.resolve("log").toFile()).start();
    }
}
