package io.tokenward.benchmarks;

import io.tokenward.benchmarks.load.LoadGenerator;
import io.tokenward.benchmarks.load.Outcome;
import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.load.Target;
import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.benchmarks.report.Stalls;
import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.benchmarks.text.GeneratedRules;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * What callers feel while rules are swapped: a proxy with many rules under a steady load, first left alone, then with a changed
 * pack every few seconds. Arguments are a directory to work in, the project's root, how many rules are generated, requests a
 * second, the seconds of each half and, if wanted, options for the proxy's virtual machine. {@code swap.sh} knows how to call it.
 */
public final class SwapMain {
    private static final int EVERY_SECONDS = 6;
    /** As fast as it can, so that its compilers are through with the most of it; what follows shall tell of swaps. */
    private static final int WARM_SECONDS = 45;
    private static final int SETTLE_SECONDS = 5;
    private static final int BYTES = 4096;
    private static final int LINES = 8;

    private final Path pack;
    private final int rules;
    private int version;

    private SwapMain(Path pack, int rules) {
        this.pack = pack;
        this.rules = rules;
    }

    /** Measures once. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[0]);
        double rate = Double.parseDouble(args[3]);
        var time = Duration.ofSeconds(Long.parseLong(args[4]));
        var swap = new SwapMain(Files.createDirectories(work.resolve("generated")), Integer.parseInt(args[2]));
        swap.write();
        Path safepoints = work.resolve("safepoints.log");
        String options = args.length > 5 ? " " + args[5] : "";
        int health = Peers.freePort();
        Transport transport = Transport.choose();
        try (var upstream = new ScriptedUpstream(transport)) {
            var peers = new Peers(work, Path.of(args[1]), 1, upstream.port());
            try (Peer proxy = peers.tokenward("-Xlog:safepoint:file=" + safepoints + options,
                    List.of("builtin", swap.pack.toString()),
                    "health: { address: \"127.0.0.1:" + health + "\" }\n");
                    var generator = new LoadGenerator(transport, peers.authority());
                    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor()) {
                var target = new Target(proxy.port(), proxy.screenedKey(), false);
                var bodies = new ChatBodies(ScriptedUpstream.PLAIN, false, BYTES, 0.25, 1);
                var stalls = new Stalls(health, safepoints);
                generator.closed(target, bodies, LINES, Duration.ofSeconds(WARM_SECONDS), Long.MAX_VALUE);
                generator.atRate(target, bodies, LINES, rate, Duration.ofSeconds(SETTLE_SECONDS));
                stalls.since();
                print("left alone", generator.atRate(target, bodies, LINES, rate, time), stalls.since());
                var swaps = writer.scheduleAtFixedRate(swap::write, 0, EVERY_SECONDS, TimeUnit.SECONDS);
                Outcome swapped = generator.atRate(target, bodies, LINES, rate, time);
                swaps.cancel(false);
                print(swap.version - 1 + " swaps of " + swap.rules + " rules", swapped, stalls.since());
            }
        }
        System.exit(0);
    }

    private void write() {
        try {
            version++;
            for (var file : GeneratedRules.pack(rules, 11 + version).entrySet())
                Files.writeString(pack.resolve(file.getKey()), file.getValue());
            Files.writeString(pack.resolve("pack.yaml"),
                    "pack: generated\nversion: \"" + version + "\"\nmode: score\n");
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static void print(String what, Outcome outcome, Stalls.Seen seen) {
        System.out.printf(Locale.ROOT,
                "%s: %d requests, %d failed, p50 %.2f ms, p99 %.2f ms, most %.1f ms; %s%n", what, outcome.requests(),
                outcome.failures(), outcome.millis(0.5), outcome.millis(0.99), outcome.millis(1), seen);
    }
}
