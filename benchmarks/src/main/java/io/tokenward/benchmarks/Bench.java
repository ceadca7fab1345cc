package io.tokenward.benchmarks;

import io.tokenward.benchmarks.load.LoadGenerator;
import io.tokenward.benchmarks.load.Outcome;
import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.load.Target;
import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.benchmarks.report.Figures;
import io.tokenward.benchmarks.report.Variant;
import io.tokenward.benchmarks.report.Workload;
import io.tokenward.benchmarks.report.Workload.Kind;
import io.tokenward.benchmarks.text.ChatBodies;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One measurement: peers started and warmed, then rounds in which every workload meets every variant, one after the other,
 * until there are enough or the time is up.
 */
final class Bench implements AutoCloseable {
    private static final int LINES = 8;
    /** Enough that at a fixed rate a slow answer delays no later request of ours. */
    private static final int LINES_AT_RATE = 48;
    private static final int PACED_STREAMS = 20;
    /** With fewer requests a round the p99 is only the slowest of them. */
    private static final int ENOUGH_FOR_P99 = 100;
    private static final List<Variant> PROCESSES = List.of(Variant.BARE, Variant.NGINX, Variant.OFF, Variant.ON);
    private static final int[] CURVE = {1, 10, 100, 1000, 10_000};
    private static final int CURVE_BYTES = 4 << 10;

    private final LoadGenerator generator;
    private final Pace pace;
    private final Figures figures = new Figures();
    private final Map<Variant, Peer> peers = new EnumMap<>(Variant.class);
    private final Map<Variant, Long> sent = new EnumMap<>(Variant.class);
    private final Map<Variant, Long> failed = new EnumMap<>(Variant.class);
    private final Map<Variant, String> firstFailure = new EnumMap<>(Variant.class);

    Bench(LoadGenerator generator, Peers start, Pace pace) throws Exception {
        this.generator = generator;
        this.pace = pace;
        say("starting peers");
        peers.put(Variant.BARE, start.bareRelay());
        // Two processes, so that what the compiler does for screening is not charged to those who do without.
        peers.put(Variant.OFF, start.tokenward(""));
        if (pace.relayOnly()) return;
        start.nginx()
                .ifPresentOrElse(nginx -> peers.put(Variant.NGINX, nginx),
                        () -> figures.note("nginx: not measured, since it is not installed here."));
        Peer screening = start.tokenward("");
        for (Variant variant : List.of(Variant.ON, Variant.ON_NEW, Variant.ON_SEEN))
            peers.put(variant, screening);
    }

    Figures measure() throws InterruptedException {
        memory("RSS before the first request, MB");
        curve();
        warmUp();
        List<Workload> workloads = workloads();
        long last = 0;
        int rounds = 0;
        while (rounds == 0 || rounds < pace.rounds() && System.nanoTime() + last < pace.deadlineNanos()) {
            long began = System.nanoTime();
            say("round " + ++rounds + " of at most " + pace.rounds());
            for (Workload workload : workloads)
                round(workload, rounds);
            last = System.nanoTime() - began;
        }
        memory("RSS after all of it, MB");
        noteFailures();
        figures.note("Rounds: " + rounds
                + ", each with every workload and column; the order of columns turns from round to"
                + " round. Sizes are of request bodies; answers have " + ScriptedUpstream.answerBytes()
                + " bytes, streams " + ScriptedUpstream.CHUNKS
                + " chunks of " + ScriptedUpstream.chunkBytes() + " bytes.");
        return figures;
    }

    /** Fresh processes, one connection, one request at a time. */
    private void curve() throws InterruptedException {
        say("warm-up curve");
        for (Variant variant : PROCESSES) {
            if (!peers.containsKey(variant)) continue;
            var bodies = bodies(ScriptedUpstream.PLAIN, CURVE_BYTES, variant);
            Outcome outcome = checked(variant, "warm-up curve",
                    generator.closed(target(variant, false), bodies, 1, pace.curve(), CURVE[CURVE.length - 1]));
            for (int number : CURVE) {
                figures.add("Latency of request " + number + " after start, ms (h1, 4 KB)", variant,
                        outcome.micros().length < number ? Double.NaN : outcome.millisAround(number));
            }
        }
    }

    /** What is warmed before is not measured cold: the compiler needs thousands of requests on every path. */
    private void warmUp() throws InterruptedException {
        say("warming up");
        for (Workload workload : workloads()) {
            if (workload.kind() == Kind.RATE || workload.kind() == Kind.PACED) continue;
            for (Variant variant : workload.variants()) {
                if (!peers.containsKey(variant)) continue;
                Duration time = switch (variant) {
                    case NGINX -> pace.warmUp().dividedBy(10);
                    case BARE, OFF -> pace.warmUp();
                    // Three columns of one process.
                    case ON, ON_NEW, ON_SEEN -> pace.warmUp().multipliedBy(2).dividedBy(3);
                };
                var bodies = bodies(model(workload), workload.bytes(), variant);
                Target target = target(variant, workload.h2());
                // First once through all histories, so that what shall be known to the proxy is known.
                generator.closed(target, bodies, LINES, pace.priming(), bodies.conversations());
                generator.closed(target, bodies, LINES, time, Long.MAX_VALUE);
            }
        }
    }

    private List<Workload> workloads() {
        return pace.relayOnly() ? Workload.relaying() : Workload.all();
    }

    private void round(Workload workload, int round) throws InterruptedException {
        List<Variant> variants = workload.variants();
        for (int i = 0; i < variants.size(); i++) {
            Variant variant = variants.get((i + round) % variants.size());
            if (peers.containsKey(variant)) point(workload, variant);
        }
    }

    private void point(Workload workload, Variant variant) throws InterruptedException {
        Peer peer = peer(variant);
        var target = target(variant, workload.h2());
        var bodies = bodies(model(workload), workload.bytes(), variant);
        String name = workload.name();
        double before = peer.process().cpuSeconds();
        Outcome outcome = checked(variant, name, switch (workload.kind()) {
            case CLOSED, BURST -> generator.closed(target, bodies, LINES, pace.point(), Long.MAX_VALUE);
            case PACED -> generator.closed(target, bodies, PACED_STREAMS, pace.point(), Long.MAX_VALUE);
            case RATE -> generator.atRate(target, bodies, LINES_AT_RATE, workload.perSecond(),
                    pace.point().multipliedBy(2));
        });
        double cpuMillis = outcome.requests() == 0
                ? Double.NaN
                : (peer.process().cpuSeconds() - before) * 1000 / outcome.requests();
        double chunkMicros = cpuMillis * 1000 / ScriptedUpstream.CHUNKS;
        switch (workload.kind()) {
            case CLOSED -> figures.add("CPU per request, ms (" + name + ")", variant, cpuMillis);
            case BURST -> figures.add("CPU per chunk, unpaced, µs (" + name + ")", variant, chunkMicros);
            case PACED -> figures.add("CPU per chunk, " + PACED_STREAMS + " × " + 1000 / ScriptedUpstream.PACE_MILLIS
                    + "/s, µs (" + name + ")", variant, chunkMicros);
            case RATE -> {
                String at = " at " + Math.round(workload.perSecond()) + "/s, ms (" + name + ")";
                figures.add("CPU per request" + at, variant, cpuMillis);
                figures.add("p50" + at, variant, outcome.millis(0.5));
                if (workload.perSecond() * pace.point().toMillis() * 2 >= ENOUGH_FOR_P99 * 1000)
                    figures.add("p99" + at, variant, outcome.millis(0.99));
            }
        }
    }

    private Outcome checked(Variant variant, String what, Outcome outcome) {
        sent.merge(variant, outcome.requests() + outcome.failures(), Long::sum);
        if (outcome.failures() == 0) return outcome;
        failed.merge(variant, outcome.failures(), Long::sum);
        firstFailure.putIfAbsent(variant,
                what + ": " + outcome.firstFailure().replace('`', '\'').replaceAll("\\s+", " "));
        return outcome;
    }

    private void noteFailures() {
        failed.forEach((variant, count) -> figures.note(
                "**" + variant.title + "**: " + count + " of " + sent.get(variant)
                        + " requests failed and are in no figure; the first: `" + firstFailure.get(variant) + "`"));
    }

    private void memory(String row) {
        for (Variant variant : PROCESSES)
            if (peers.containsKey(variant)) figures.add(row, variant, peer(variant).process().residentMegabytes());
    }

    private Peer peer(Variant variant) {
        return java.util.Objects.requireNonNull(peers.get(variant));
    }

    private Target target(Variant variant, boolean h2) {
        Peer peer = peer(variant);
        return new Target(peer.port(), variant == Variant.OFF ? peer.unscreenedKey() : peer.screenedKey(), h2);
    }

    private static String model(Workload workload) {
        return switch (workload.kind()) {
            case CLOSED, RATE -> ScriptedUpstream.PLAIN;
            case BURST -> ScriptedUpstream.BURST;
            case PACED -> ScriptedUpstream.PACED;
        };
    }

    private static ChatBodies bodies(String model, int bytes, Variant variant) {
        return new ChatBodies(model, !model.equals(ScriptedUpstream.PLAIN), bytes, variant.newShare,
                ThreadLocalRandom.current().nextLong());
    }

    private static void say(String what) {
        System.err.println("bench: " + what);
    }

    @Override
    public void close() {
        peers.values().stream().distinct().forEach(Peer::close);
    }
}
