package io.tokenward.proxy.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InheritedSocketsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void whereSocketsCanBeAdopted() {
        assumeTrue(Epoll.isAvailable());
    }

    private Socket unix(String name) throws IOException {
        Socket socket = Socket.newSocketDomain();
        socket.bind(new DomainSocketAddress(directory.resolve(name).toString()));
        socket.listen(4);
        return socket;
    }

    private static Socket tcp(String host) throws IOException {
        Socket socket = Socket.newSocketStream();
        socket.bind(new InetSocketAddress(host, 0));
        socket.listen(4);
        return socket;
    }

    @Test
    void aListenerTakesTheOneThatListensWhereItWould() throws Exception {
        Socket file = unix("a.sock");
        Socket loopback = tcp("127.0.0.1");
        Socket everywhere = tcp("0.0.0.0");
        var inherited = InheritedSockets.of(List.of(file.intValue(), loopback.intValue(), everywhere.intValue()));
        int port = loopback.localAddress().getPort();

        assertThat(inherited.take(new InetSocketAddress("127.0.0.1", port == 1 ? 2 : port - 1))).isEmpty();
        assertThat(inherited.take(new InetSocketAddress("127.0.0.1", port))).hasValue(loopback.intValue());
        assertThat(inherited.take(new InetSocketAddress("127.0.0.1", port))).as("only once").isEmpty();
        assertThat(inherited.take(new InetSocketAddress(InetAddress.getByName("::"), 0)))
                .hasValue(everywhere.intValue());
        assertThat(inherited.take(directory.resolve("b.sock"))).isEmpty();
        assertThat(inherited.take(directory.resolve("a.sock"))).hasValue(file.intValue());
        inherited.requireNoneLeft();
        for (Socket socket : List.of(file, loopback, everywhere))
            socket.close();
    }

    @Test
    void oneThatNoListenerTakesIsAnError() throws Exception {
        var inherited = InheritedSockets.of(List.of(unix("a.sock").intValue()));

        assertThatThrownBy(inherited::requireNoneLeft).isInstanceOf(IOException.class)
                .hasMessageContaining("unix:" + directory.resolve("a.sock"))
                .hasMessageContaining("make the addresses in listeners and those of who passes sockets the same");
    }

    @Test
    void theyAreForTheProcessThatSystemdMeans() throws Exception {
        Transport epoll = Transport.choose();

        InheritedSockets.fromSystemd(Map.of(), 7, epoll).requireNoneLeft();
        InheritedSockets.fromSystemd(Map.of("LISTEN_PID", "8", "LISTEN_FDS", "1"), 7, epoll).requireNoneLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "65", "1e1", "999"})
    void aNumberThatIsNoneIsAnError(String count) {
        assertThatThrownBy(
                () -> InheritedSockets.fromSystemd(Map.of("LISTEN_PID", "7", "LISTEN_FDS", count), 7,
                        Transport.choose()))
                .hasMessage("LISTEN_FDS is " + count + ", which is no number of sockets from 1 to 64");
    }
}
