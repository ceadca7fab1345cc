package io.tokenward.benchmarks.front;

import io.tokenward.benchmarks.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

/** What TLS connections hold that want nothing, what they cost at rest, and whether others are served beside them. */
final class IdleConnections {
    private static final long REST_SECONDS = 5;
    private static final double KIB_IN_MEGABYTE = 1024;

    private final Peer proxy;
    private final Clients clients;

    IdleConnections(Peer proxy, Clients clients) {
        this.proxy = proxy;
        this.clients = clients;
    }

    /** @param protocol by its name in ALPN */
    void print(String protocol, int number) throws Exception {
        double before = proxy.process().heldMegabytes();
        List<SSLSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                SSLSocket socket = clients.open(protocol);
                if (protocol.equals("h2")) socket.getOutputStream().write(Flood.opening());
                open.add(socket);
            }
            double each = (proxy.process().heldMegabytes() - before) * KIB_IN_MEGABYTE / number;
            double cpu = proxy.process().cpuSeconds();
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            cpu = (proxy.process().cpuSeconds() - cpu) * 100 / REST_SECONDS;
            System.out
                    .printf("%,d idle TLS connections, %s: %.1f KiB each, %.1f %% of a core at rest, an exchange beside"
                            + " them %s%n", number, protocol, each, cpu, clients.exchange() ? "served" : "LOST");
        } finally {
            for (SSLSocket socket : open)
                socket.close();
        }
    }
}
