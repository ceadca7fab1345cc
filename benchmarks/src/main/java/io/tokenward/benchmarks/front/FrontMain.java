package io.tokenward.benchmarks.front;

import io.tokenward.benchmarks.load.LoadGenerator;
import io.tokenward.benchmarks.load.Outcome;
import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.load.Target;
import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.benchmarks.report.Variant;
import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints what floods do to a proxy that runs as shipped, and to honest exchanges beside them; what idle TLS connections hold;
 * what a full handshake costs beside nginx; and what connections that come and go, and a load, need in a small container.
 * Arguments: the project's root, a directory to work in, a core for the peers, seconds for each flood, and {@code all}, or
 * {@code floods}, {@code connections} or {@code container} alone.
 */
public final class FrontMain {
    private static final int FEW = 1000;
    private static final int MANY_IDLE = 10_000;
    private static final int WARM = 300;
    private static final int FLOODERS = 16;
    private static final Duration WARM_FLOOD = Duration.ofSeconds(1);
    private static final int MOST_WARM_TURNS = 5;
    private static final double RESTING = 0.05;
    private static final long CONTAINER_BYTES = 256 << 20;
    private static final int BODY_BYTES = 16 << 10;
    private static final int LINES = 8;
    private static final Duration CHURN_TIME = Duration.ofSeconds(8);
    private static final Duration LOAD_TIME = Duration.ofSeconds(15);
    /** All of the heap is there from the beginning, so that what grows beside it can be seen. */
    private static final String WHOLE_HEAP = "-Xms256m -XX:+AlwaysPreTouch";

    private final Peers peers;
    private final Path work;
    private final Duration floodTime;

    private FrontMain(Peers peers, Path work, int seconds) {
        this.peers = peers;
        this.work = work;
        floodTime = Duration.ofSeconds(seconds);
    }

    public static void main(String[] arguments) throws Exception {
        try (var upstream = new ScriptedUpstream(Transport.choose())) {
            var peers = new Peers(Path.of(arguments[1]), Path.of(arguments[0]), Integer.parseInt(arguments[2]),
                    upstream.port());
            var front = new FrontMain(peers, Path.of(arguments[1]), Integer.parseInt(arguments[3]));
            List<String> parts = arguments[4].equals("all")
                    ? List.of("connections", "container", "floods")
                    : List.of(arguments[4]);
            if (parts.contains("connections")) front.connections();
            if (parts.contains("container")) front.container();
            if (parts.contains("floods")) front.floods();
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

    /** Churn, then a load of exchanges, in what the launcher takes for a small container. */
    private void container() throws Exception {
        var transport = Transport.choose();
        try (Peer proxy = peers.tokenwardWithin(CONTAINER_BYTES);
                var generator = new LoadGenerator(transport, peers.authority())) {
            Clients clients = clients(proxy);
            churn(proxy, clients);
            Outcome load = generator.closed(new Target(proxy.port(), proxy.screenedKey(), false),
                    new ChatBodies(ScriptedUpstream.PLAIN, false, BODY_BYTES, Variant.ON_NEW.newShare,
                            System.nanoTime()),
                    LINES, LOAD_TIME, Long.MAX_VALUE);
            System.out.printf(
                    "%,d exchanges in %d s, %d at a time, bodies of %,d bytes, all of them new: %,d lost, %.0f MB"
                            + " resident at most of %d%n",
                    load.requests(), LOAD_TIME.toSeconds(), LINES, BODY_BYTES,
                    load.failures(), proxy.process().mostResidentMegabytes(), CONTAINER_BYTES >> 20);
        }
    }

    private static void churn(Peer proxy, Clients clients) throws Exception {
        var churn = new Churn(clients);
        churn.run(CHURN_TIME);
        double before = proxy.process().residentMegabytes();
        Churn.Outcome outcome = churn.run(CHURN_TIME);
        System.out.printf(
                "%,d connections in %d s, each with a full handshake and an exchange: %,d lost, memory %.0f MB"
                        + " resident before, %.0f after%n",
                outcome.connections(), CHURN_TIME.toSeconds(), outcome.lost(), before,
                proxy.process().residentMegabytes());
    }

    private void floods() throws Exception {
        int health = Peers.freePort();
        try (Peer proxy = peers.tokenwardWatched(health, WHOLE_HEAP)) {
            floods(proxy, clients(proxy));
        }
    }

    private Clients clients(Peer proxy) throws Exception {
        var clients = new Clients(peers.authority(), proxy.port(), proxy.screenedKey());
        for (int i = 0; i < WARM; i++)
            clients.exchange();
        return clients;
    }

    private void floods(Peer proxy, Clients clients) throws Exception {
        warm(proxy, clients);
        List<Row> rows = new ArrayList<>();
        LoopLooks.begin(proxy.process(), work);
        rows.add(row(proxy, clients, Flood.none(), 1));
        for (Flood flood : Flood.all())
            rows.add(row(proxy, clients, flood, 1));
        for (Flood flood : Flood.all())
            if (flood.opensStreams()) rows.add(row(proxy, clients, flood, FLOODERS));
        rows.add(row(proxy, clients, Flood.none(), 1));
        LoopLooks looks = LoopLooks.end(proxy.process(), work);
        System.out.println(Row.HEAD);
        for (Row row : rows)
            System.out.println(row.line(looks));
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

    private Row row(Peer proxy, Clients clients, Flood flood, int atOnce) throws Exception {
        double before = proxy.process().heldMegabytes();
        double compilers = proxy.process().compilerSeconds();
        // After the collection that was asked for, and before the next, which stall everything.
        Instant from = Instant.now();
        Flooding.Outcome outcome = Flooding.run(clients, flood, atOnce, floodTime);
        Instant to = Instant.now();
        compilers = (proxy.process().compilerSeconds() - compilers) * 1000 / Duration.between(from, to).toMillis();
        return new Row(flood.name() + (atOnce > 1 ? ", " + atOnce + " at once" : ""), outcome,
                proxy.process().heldMegabytes() - before, compilers, from, to);
    }
}
