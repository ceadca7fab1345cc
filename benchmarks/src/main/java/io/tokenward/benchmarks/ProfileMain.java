package io.tokenward.benchmarks;

import io.tokenward.benchmarks.load.LoadGenerator;
import io.tokenward.benchmarks.load.Outcome;
import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.load.Target;
import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.benchmarks.report.Samples;
import io.tokenward.benchmarks.report.Variant;
import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Loads the proxy and tells where its time goes: arguments are a directory to work in, the project's root, {@code on},
 * {@code new} or {@code off}, the size of bodies, and the seconds to warm up and to look at. {@code profile.sh} knows how
 * to call it.
 */
public final class ProfileMain {
    private static final int LINES = 8;

    private ProfileMain() {}

    /** Makes one profile. */
    public static void main(String[] args) throws Exception {
        Path work = Path.of(args[0]);
        Variant variant = switch (args[2]) {
            case "on" -> Variant.ON;
            case "new" -> Variant.ON_NEW;
            case "off" -> Variant.OFF;
            default -> throw new IllegalArgumentException("on, new or off, not " + args[2]);
        };
        int bytes = Integer.parseInt(args[3]);
        Transport transport = Transport.choose();
        Path recording = work.resolve("profile.jfr");
        try (var upstream = new ScriptedUpstream(transport)) {
            var peers = new Peers(work, Path.of(args[1]), 1, upstream.port());
            // Without it the virtual machine knows lines only at safepoints, and blames the wrong ones.
            String options = "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints";
            try (Peer proxy = peers.tokenward(options);
                    var generator = new LoadGenerator(transport, peers.authority())) {
                String key = variant == Variant.OFF ? proxy.unscreenedKey() : proxy.screenedKey();
                var target = new Target(proxy.port(), key, false);
                var bodies = new ChatBodies(ScriptedUpstream.PLAIN, false, bytes, variant.newShare, System.nanoTime());
                load(generator, target, bodies, args[4]);
                proxy.process()
                        .jcmd("JFR.start", "name=profile", "settings=profile", "jdk.CPUTimeSample#enabled=true",
                                "jdk.CPUTimeSample#throttle=5ms");
                Map<String, Double> before = proxy.process().cpuSecondsOfThreads();
                double cpuBefore = proxy.process().cpuSeconds();
                Outcome outcome = load(generator, target, bodies, args[5]);
                double cpu = proxy.process().cpuSeconds() - cpuBefore;
                Map<String, Double> after = proxy.process().cpuSecondsOfThreads();
                proxy.process().jcmd("JFR.stop", "name=profile", "filename=" + recording);
                System.out.printf(Locale.ROOT, "%s, bodies of %d bytes, h1: %d requests, %.3f ms CPU each%n%n",
                        variant.title, bytes, outcome.requests(), cpu * 1000 / Math.max(1, outcome.requests()));
                threads(before, after, cpu);
            }
        }
        System.out.println(Samples.read(recording).markdown());
        System.exit(0);
    }

    private static Outcome load(LoadGenerator generator, Target target, ChatBodies bodies, String seconds)
            throws InterruptedException {
        Outcome outcome = generator.closed(target, bodies, LINES, Duration.ofSeconds(Long.parseLong(seconds)),
                Long.MAX_VALUE);
        if (outcome.failures() > 0) throw new IllegalStateException("requests fail: " + outcome.firstFailure());
        return outcome;
    }

    private static void threads(Map<String, Double> before, Map<String, Double> after, double all) {
        System.out.println("CPU by thread:");
        after.forEach((name, seconds) -> {
            double share = (seconds - before.getOrDefault(name, 0.0)) / all * 100;
            if (share >= 1) System.out.printf(Locale.ROOT, "  %4.0f %%  %s%n", share, name);
        });
        System.out.println();
    }
}
