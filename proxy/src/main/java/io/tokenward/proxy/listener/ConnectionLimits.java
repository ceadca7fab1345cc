package io.tokenward.proxy.listener;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections of callers may be open: in the whole process, and from one address. Of IPv6 the first 64 bits count,
 * since one host has as many addresses below them as it likes. Thread-safe.
 */
public final class ConnectionLimits {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int most;
    private final int mostOfOne;
    private final AtomicInteger open = new AtomicInteger();
    private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

    /**
     * @param most in the process
     * @param mostOfOne from one address
     */
    public ConnectionLimits(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** Counts a connection until it closes; false, and not counted, where it is one too many. */
    boolean enter(Channel channel) {
        String address = address(channel.remoteAddress());
        if (!enter(address)) return false;
        channel.closeFuture().addListener(_ -> leave(address));
        return true;
    }

    private boolean enter(String address) {
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            return false;
        }
        if (address.isEmpty() || byAddress.merge(address, 1, Integer::sum) <= mostOfOne) return true;
        leave(address);
        return false;
    }

    private void leave(String address) {
        open.decrementAndGet();
        if (!address.isEmpty()) byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Addresses that are counted now. */
    int addresses() {
        return byAddress.size();
    }

    /** Nothing for what has no address, such as a Unix domain socket. */
    static String address(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress socket) || socket.getAddress() == null) return "";
        InetAddress address = socket.getAddress();
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? address.getHostAddress()
                : Arrays.toString(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES));
    }
}
