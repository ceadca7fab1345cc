package io.tokenward.benchmarks.front;

import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.proxy.listener.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import javax.net.ssl.SSLSocket;

/**
 * Prints what floods do to a proxy that runs as shipped, and to honest exchanges beside them; what idle TLS connections hold;
 * and what a full handshake costs beside nginx. Arguments: the project's root, a directory to work in, a core for the peers,
 * seconds for each flood.
 */
public final class FrontMain {
    private static final int IDLE = 1000;
    private static final int WARM = 300;
    private static final int HANDSHAKES = 1000;
    private static final int BATCH = 100;
    private static final long MEGABYTE_KIB = 1024;

    private final Peers peers;
    private final long floodNanos;

    private FrontMain(Peers peers, int seconds) {
        this.peers = peers;
        this.floodNanos = seconds * 1_000_000_000L;
    }

    public static void main(String[] arguments) throws Exception {
        try (var upstream = new ScriptedUpstream(Transport.choose())) {
            var peers = new Peers(Path.of(arguments[1]), Path.of(arguments[0]), Integer.parseInt(arguments[2]),
                    upstream.port());
            new FrontMain(peers, Integer.parseInt(arguments[3])).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        int health = Peers.freePort();
        try (Peer proxy = peers.tokenwardWatched(health)) {
            var clients = new Clients(peers.authority(), proxy.port(), proxy.screenedKey());
            for (int i = 0; i < WARM; i++)
                clients.exchange();
            handshakes(proxy, clients);
            idle(proxy, clients);
            floods(proxy, clients, new LoopStalls(health));
        }
    }

    private void handshakes(Peer proxy, Clients clients) throws Exception {
        double own = handshakeMillis(proxy, clients);
        Optional<Peer> nginx = peers.nginx();
        if (nginx.isEmpty()) {
            System.out.printf("full handshake: %.2f ms of CPU; nginx is not installed here%n", own);
            return;
        }
        try (Peer other = nginx.get()) {
            double theirs = handshakeMillis(other, new Clients(peers.authority(), other.port(), "none"));
            // Once more, so that neither was measured on a colder machine.
            own = (own + handshakeMillis(proxy, clients)) / 2;
            System.out.printf("full handshake: %.2f ms of CPU, nginx %.2f ms, ratio %.2f%n", own, theirs, own / theirs);
        }
    }

    private static double handshakeMillis(Peer peer, Clients clients) throws Exception {
        for (int i = 0; i < HANDSHAKES; i++)
            clients.open("http/1.1").close();
        double before = peer.process().cpuSeconds();
        for (int i = 0; i < HANDSHAKES; i++)
            clients.open("http/1.1").close();
        return (peer.process().cpuSeconds() - before) * 1000 / HANDSHAKES;
    }

    private static void idle(Peer proxy, Clients clients) throws Exception {
        for (String protocol : List.of("http/1.1", "h2")) {
            proxy.process().jcmd("GC.run");
            double before = proxy.process().residentMegabytes();
            List<SSLSocket> open = new ArrayList<>();
            try {
                for (int i = 0; i < IDLE; i++) {
                    SSLSocket socket = clients.open(protocol);
                    if (protocol.equals("h2")) socket.getOutputStream().write(Flood.opening());
                    open.add(socket);
                }
                proxy.process().jcmd("GC.run");
                double each = (proxy.process().residentMegabytes() - before) * MEGABYTE_KIB / IDLE;
                System.out.printf("%,d idle TLS connections, %s: %.1f KiB each, an exchange beside them %s%n", IDLE,
                        protocol, each, clients.exchange() ? "served" : "LOST");
            } finally {
                for (SSLSocket socket : open)
                    socket.close();
            }
        }
    }

    private void floods(Peer proxy, Clients clients, LoopStalls stalls) throws Exception {
        System.out
                .printf("%n| flood | frames | connections cut | honest exchanges | lost | memory, MB | loop within, ms"
                        + " (99 %%, all) |%n| --- | ---: | ---: | ---: | ---: | ---: | ---: |%n");
        for (Flood flood : Flood.all()) {
            proxy.process().jcmd("GC.run");
            double before = proxy.process().residentMegabytes();
            stalls.begin();
            long until = System.nanoTime() + floodNanos;
            int[] counts = {0, 0, 0, 0};
            try (var threads = Executors.newSingleThreadExecutor()) {
                var honest = threads.submit((Callable<Void>) () -> {
                    while (System.nanoTime() < until)
                        counts[clients.exchange() ? 2 : 3]++;
                    return null;
                });
                while (System.nanoTime() < until) {
                    counts[0] += send(clients, flood, until);
                    counts[1]++;
                }
                honest.get();
            } catch (ExecutionException failed) {
                throw new IllegalStateException(failed.getCause());
            }
            // Before the collection that is asked for, which stalls everything.
            double most = stalls.millisWithin(0.99);
            double all = stalls.millisWithin(1);
            proxy.process().jcmd("GC.run");
            System.out.printf("| %s | %,d | %,d | %,d | %,d | %+.1f | %.1f, %.1f |%n", flood.name(), counts[0],
                    counts[1], counts[2], counts[3], proxy.process().residentMegabytes() - before,
                    most, all);
        }
    }

    /** Floods one connection until it is cut or time is up; the number of frames. */
    private static int send(Clients clients, Flood flood, long until) throws Exception {
        int sent = 0;
        try (SSLSocket socket = clients.open("h2")) {
            var out = socket.getOutputStream();
            out.write(Flood.opening());
            out.write(flood.first());
            while (System.nanoTime() < until) {
                var batch = new java.io.ByteArrayOutputStream();
                for (int i = 0; i < BATCH; i++)
                    batch.writeBytes(flood.frames().apply(sent++));
                out.write(batch.toByteArray());
            }
        } catch (IOException cut) {
            // That is the aim.
        }
        return sent;
    }
}
