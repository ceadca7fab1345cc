package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.proxy.config.SettingsReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener on a Unix domain socket, as a client in the same pod sees it. */
class UnixSocketIT {
    private static final String CONFIGURATION = ProxyFixture.CONFIGURATION.replace("upstreams:\n", """
              - { address: "unix:run/tokenward.sock", mode: "0660", tls: none }
            upstreams:
            """);

    @TempDir
    private Path directory;

    private static String ask(Path socket, String key) throws IOException {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(("POST /v1/chat/completions HTTP/1.1\r\nHost: pod\r\nConnection: close\r\nAuthorization: Bearer "
                    + key
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + TlsFixture.BODY.length() + "\r\n\r\n"
                    + TlsFixture.BODY).getBytes(StandardCharsets.US_ASCII));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void isServedLikeAnyOtherAndItsFileGoesWithIt() throws Exception {
        Path socket = directory.resolve("run/tokenward.sock");
        try (var fixture = new ProxyFixture(directory, null, CONFIGURATION)) {
            assertThat(ask(socket, fixture.early)).startsWith("HTTP/1.1 200 ").contains("total_tokens");
            assertThat(ask(socket, "sk-wrong")).startsWith("HTTP/1.1 401 ");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket))).isEqualTo("rw-rw----");
            assertThat(fixture.proxy.where()).isEqualTo("port " + fixture.proxy.port() + ", unix:" + socket);
        }
        assertThat(socket).doesNotExist();
        assertThat(directory.resolve("run")).isEmptyDirectory();
    }

    @Test
    void aFileThatADeadProcessLeftIsReplaced() throws Exception {
        Path socket = directory.resolve("run/tokenward.sock");
        Files.createDirectories(directory.resolve("run"));
        try (var left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        assertThat(socket).exists();

        try (var fixture = new ProxyFixture(directory, null, CONFIGURATION)) {
            assertThat(ask(socket, fixture.early)).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void aSocketInUseAndAFileThatIsNoneStay() throws Exception {
        Path socket = directory.resolve("run/tokenward.sock");
        Files.createDirectories(directory.resolve("run"));
        try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(socket));

            assertThatThrownBy(() -> new ProxyFixture(directory, null, CONFIGURATION)).isInstanceOf(IOException.class)
                    .hasMessage("cannot listen on unix:" + socket
                            + ": another program listens there; stop it or choose another path in listeners");
        }
        Files.delete(socket);
        Files.writeString(socket, "notes");

        assertThatThrownBy(() -> new ProxyFixture(directory, null, CONFIGURATION)).hasMessage(
                "cannot listen on unix:" + socket + ": is no socket; remove it, or choose another path in listeners");
        assertThat(socket).hasContent("notes");
    }

    @Test
    void plainHttpIsRefusedWhereTlsIsConfigured() throws Exception {
        try (var fixture = new ProxyFixture(directory, null,
                CONFIGURATION.replace("tls: none", "tls: { identities: development }"))) {
            assertThatThrownBy(() -> {
                String answer = ask(directory.resolve("run/tokenward.sock"), fixture.early);
                if (!answer.startsWith("HTTP/")) throw new IOException("no HTTP");
            }).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aProxyThatListensNowhereElseStarts() throws Exception {
        Path file = directory.resolve("tokenward.yaml");
        Files.writeString(directory.resolve("pepper"), "0123456789abcdef0123456789abcdef");
        Files.writeString(directory.resolve("upstream-key"), "upstream-credential");
        Files.writeString(file, CONFIGURATION.formatted("http://127.0.0.1:1").replace("""
                  - address: 127.0.0.1:0
                    tls: { identities: development }
                """, ""));

        Proxy proxy = Proxy.start(SettingsReader.read(file), record -> {}, directory.resolve("authority"));
        try {
            assertThat(proxy.port()).isEqualTo(-1);
            assertThat(ask(directory.resolve("run/tokenward.sock"), "sk-wrong")).startsWith("HTTP/1.1 401 ");
        } finally {
            proxy.drain(Duration.ZERO);
        }
    }
}
