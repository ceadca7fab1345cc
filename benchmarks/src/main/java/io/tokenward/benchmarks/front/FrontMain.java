package io.tokenward.benchmarks.front;

import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Prints what floods do to a proxy that runs as shipped, and to honest exchanges beside them; what idle TLS connections hold;
 * and what a full handshake costs beside nginx. Arguments: the project's root, a directory to work in, a core for the peers,
 * seconds for each flood, and {@code all}, {@code floods} alone or {@code connections} alone.
 */
public final class FrontMain {
    private static final int FEW = 1000;
    private static final int MANY_IDLE = 10_000;
    private static final int WARM = 300;
    private static final int FLOODERS = 16;
    private static final Duration WARM_FLOOD = Duration.ofSeconds(1);
    private static final int MOST_WARM_TURNS = 6;
    private static final double RESTING = 0.05;
    /** All of the heap is there from the beginning, so that what grows beside it can be seen. */
    private static final String WHOLE_HEAP = "-Xms256m -XX:+AlwaysPreTouch";

    private final Peers peers;
    private final Duration floodTime;

    private FrontMain(Peers peers, int seconds) {
        this.peers = peers;
        floodTime = Duration.ofSeconds(seconds);
    }

    public static void main(String[] arguments) throws Exception {
        try (var upstream = new ScriptedUpstream(Transport.choose())) {
            var peers = new Peers(Path.of(arguments[1]), Path.of(arguments[0]), Integer.parseInt(arguments[2]),
                    upstream.port());
            var front = new FrontMain(peers, Integer.parseInt(arguments[3]));
            if (!arguments[4].equals("floods")) front.connections();
            if (!arguments[4].equals("connections")) front.floods();
        }
        System.exit(0);
    }

    private void connections() throws Exception {
        try (Peer proxy = peers.tokenward(WHOLE_HEAP)) {
            var clients = clients(proxy);
            new Handshakes(proxy, clients).print(peers);
            var idle = new IdleConnections(proxy, clients);
            idle.print("http/1.1", FEW);
            idle.print("h2", FEW);
            idle.print("http/1.1", MANY_IDLE);
        }
    }

    private void floods() throws Exception {
        int health = Peers.freePort();
        try (Peer proxy = peers.tokenwardWatched(health, WHOLE_HEAP)) {
            floods(proxy, clients(proxy), new LoopStalls(health));
        }
    }

    private Clients clients(Peer proxy) throws Exception {
        var clients = new Clients(peers.authority(), proxy.port(), proxy.screenedKey());
        for (int i = 0; i < WARM; i++)
            clients.exchange();
        return clients;
    }

    private void floods(Peer proxy, Clients clients, LoopStalls stalls) throws Exception {
        warm(proxy, clients);
        System.out.printf("%n| flood | frames | connections | honest exchanges | lost | longest, ms | memory, MB"
                + " | loop within, ms (90 %%, all) |%n"
                + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |%n");
        row(proxy, clients, stalls, Flood.none(), 1);
        for (Flood flood : Flood.all())
            row(proxy, clients, stalls, flood, 1);
        for (Flood flood : Flood.all())
            if (flood.opensStreams()) row(proxy, clients, stalls, flood, FLOODERS);
        row(proxy, clients, stalls, Flood.none(), 1);
    }

    /** A program that is being compiled shares its core with the compiler, whatever clients do. */
    private void warm(Peer proxy, Clients clients) throws InterruptedException {
        double share = 1;
        int turn = 0;
        for (; turn < MOST_WARM_TURNS && share > RESTING; turn++) {
            double before = proxy.process().compilerSeconds();
            long began = System.nanoTime();
            for (Flood flood : Flood.all())
                Flooding.run(clients, flood, 1, WARM_FLOOD);
            share = (proxy.process().compilerSeconds() - before) * 1e9 / (System.nanoTime() - began);
        }
        System.out.printf("compilers use %.0f %% of the core after %d rounds of floods%n", share * 100, turn);
    }

    private void row(Peer proxy, Clients clients, LoopStalls stalls, Flood flood, int atOnce) throws Exception {
        double before = proxy.process().heldMegabytes();
        stalls.begin();
        Flooding.Outcome outcome = Flooding.run(clients, flood, atOnce, floodTime);
        // Before the collection that is asked for, which stalls everything.
        double most = stalls.millisWithin(0.9);
        double all = stalls.millisWithin(1);
        System.out.printf("| %s%s | %,d | %,d | %,d | %,d | %d | %+.1f | %.0f, %.0f |%n", flood.name(),
                atOnce > 1 ? ", " + atOnce + " at once" : "", outcome.frames(), outcome.connections(), outcome.served(),
                outcome.lost(), outcome.worst().toMillis(), proxy.process().heldMegabytes() - before, most, all);
    }
}
