package io.tokenward.proxy.listener;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * Sockets that listen already when the proxy starts: connections that came while none was running wait in them. Used by the
 * starting thread alone.
 */
public final class InheritedSockets {
    /** The first of the descriptors that systemd passes (sd_listen_fds(3)). */
    private static final int FIRST = 3;
    private static final int MOST = 64;

    private final List<Socket> sockets;

    private InheritedSockets(List<Socket> sockets) {
        this.sockets = new ArrayList<>(sockets);
    }

    /** None: all sockets are made here. */
    public static InheritedSockets none() {
        return new InheritedSockets(List.of());
    }

    static InheritedSockets of(List<Integer> descriptors) {
        return new InheritedSockets(descriptors.stream().map(Socket::new).toList());
    }

    /**
     * Those that systemd passes to the process with that number, as {@code LISTEN_PID} and {@code LISTEN_FDS} say.
     *
     * @throws IOException if there are some that cannot be used here
     */
    public static InheritedSockets fromSystemd(Map<String, String> environment, long pid, Transport transport)
            throws IOException {
        if (!String.valueOf(pid).equals(environment.get("LISTEN_PID"))) return none();
        String count = environment.getOrDefault("LISTEN_FDS", "");
        if (!count.matches("[1-9][0-9]?") || Integer.parseInt(count) > MOST)
            throw new IOException("LISTEN_FDS is " + count + ", which is no number of sockets from 1 to " + MOST);
        if (!transport.adopts())
            throw new IOException("systemd passes sockets, which only the transport epoll can use, not "
                    + transport.name() + "; start the service without its socket unit");
        List<Integer> descriptors = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(count); i++)
            descriptors.add(FIRST + i);
        return of(descriptors);
    }

    /** The descriptor of the socket that listens there, from now on the taker's; of the free port 0, of any port there. */
    OptionalInt take(InetSocketAddress wanted) {
        return take(socket -> same(socket.localAddress(), wanted));
    }

    OptionalInt take(Path file) {
        return take(socket -> {
            DomainSocketAddress address = socket.localDomainSocketAddress();
            return address != null && address.path().equals(file.toString());
        });
    }

    /**
     * To be called when all listeners have taken theirs.
     *
     * @throws IOException if one is left: whoever passed it expects that it is served
     */
    public void requireNoneLeft() throws IOException {
        if (sockets.isEmpty()) return;
        Socket left = sockets.getFirst();
        DomainSocketAddress file = left.localDomainSocketAddress();
        boolean unix = file != null && file.path().startsWith("/");
        String address = unix ? "unix:" + file.path() : String.valueOf(left.localAddress());
        closeRest();
        throw new IOException("a socket was passed that no listener has: " + address
                + "; make the addresses in listeners and those of who passes sockets the same");
    }

    /** Closes those that nobody took. */
    public void closeRest() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException closed) {
                // It is not ours any more, which is what was wanted.
            }
        }
        sockets.clear();
    }

    private OptionalInt take(Predicate<Socket> wanted) {
        for (Iterator<Socket> each = sockets.iterator(); each.hasNext();) {
            Socket socket = each.next();
            if (!wanted.test(socket)) continue;
            each.remove();
            return OptionalInt.of(socket.intValue());
        }
        return OptionalInt.empty();
    }

    /** All addresses of IPv4 and all of IPv6 are bound alike. */
    private static boolean same(@org.jspecify.annotations.Nullable InetSocketAddress bound, InetSocketAddress wanted) {
        if (bound == null || wanted.isUnresolved()) return false;
        if (wanted.getPort() != 0 && bound.getPort() != wanted.getPort()) return false;
        return bound.getAddress().equals(wanted.getAddress())
                || bound.getAddress().isAnyLocalAddress() && wanted.getAddress().isAnyLocalAddress();
    }
}
