package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real datagram socket, such as systemd has. */
class SystemdNoticeTest {
    private static final long PID = ProcessHandle.current().pid();

    @TempDir
    private Path directory;

    @BeforeEach
    void whereThereIsSystemd() {
        assumeTrue(Epoll.isAvailable(), "notices are for Linux");
    }

    private static String received(Socket manager) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        int length = manager.recvFromDomainSocket(buffer, 0, buffer.capacity()).receivedAmount();
        byte[] bytes = new byte[length];
        buffer.get(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void everyStateArrivesAsItsWords() throws Exception {
        Path path = directory.resolve("notify");
        Socket manager = Socket.newSocketDomainDgram();
        try {
            manager.bind(new DomainSocketAddress(path.toString()));
            var systemd = SystemdNotice.of(Map.of("NOTIFY_SOCKET", path.toString()), PID);

            systemd.ready("Listening on port 8443");
            assertThat(received(manager)).isEqualTo("READY=1\nMAINPID=" + PID + "\nSTATUS=Listening on port 8443");
            systemd.alive();
            assertThat(received(manager)).isEqualTo("WATCHDOG=1");
            systemd.stopping("Draining 3 exchanges");
            assertThat(received(manager)).isEqualTo("STOPPING=1\nSTATUS=Draining 3 exchanges");
            systemd.reloading();
            assertThat(received(manager)).matches("RELOADING=1\nMONOTONIC_USEC=[0-9]+");
        } finally {
            manager.close();
        }
    }

    @Test
    void aNameThatIsNoFileIsReachedToo() throws Exception {
        String name = "tokenward-test-" + PID;
        Socket manager = Socket.newSocketDomainDgram();
        try {
            manager.bind(new DomainSocketAddress("\0" + name));
            SystemdNotice.of(Map.of("NOTIFY_SOCKET", "@" + name), PID).alive();

            assertThat(received(manager)).isEqualTo("WATCHDOG=1");
        } finally {
            manager.close();
        }
    }

    @Test
    void theClockOfReloadsIsTheOneOfTheSystem() throws Exception {
        Path path = directory.resolve("notify");
        Socket manager = Socket.newSocketDomainDgram();
        try {
            manager.bind(new DomainSocketAddress(path.toString()));
            SystemdNotice.of(Map.of("NOTIFY_SOCKET", path.toString()), PID).reloading();
            String said = received(manager);

            // Both count from the start of the machine; sleep is in neither on a server.
            double uptime = Double.parseDouble(java.nio.file.Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            assertThat(Long.parseLong(said.substring(said.lastIndexOf('=') + 1)) / 1e6).isBetween(uptime - 60,
                    uptime + 1);
        } finally {
            manager.close();
        }
    }

    @Test
    void nobodyIsToldWhereNobodyListens() {
        assertThatCode(() -> {
            SystemdNotice.of(Map.of(), PID).ready("nobody asked");
            SystemdNotice.of(Map.of("NOTIFY_SOCKET", "vsock:2:1"), PID).ready("of another kind");
            SystemdNotice.of(Map.of("NOTIFY_SOCKET", directory.resolve("gone").toString()), PID).ready("gone");
        }).doesNotThrowAnyException();
    }

    @Test
    void theWatchdogIsForTheProcessThatIsMeant() {
        String socket = directory.resolve("notify").toString();

        assertThat(SystemdNotice.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "30000000"), PID).watchdog())
                .contains(Duration.ofSeconds(30));
        assertThat(SystemdNotice.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "30000000", "WATCHDOG_PID",
                String.valueOf(PID + 1)), PID).watchdog()).isEmpty();
        assertThat(SystemdNotice.of(Map.of("NOTIFY_SOCKET", socket), PID).watchdog()).isEmpty();
        assertThat(SystemdNotice.of(Map.of("NOTIFY_SOCKET", socket, "WATCHDOG_USEC", "soon"), PID).watchdog())
                .isEmpty();
    }
}
