package io.tokenward.benchmarks;

import io.tokenward.benchmarks.load.LoadGenerator;
import io.tokenward.benchmarks.load.Outcome;
import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.load.Target;
import io.tokenward.benchmarks.peer.Peer;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.benchmarks.report.Document;
import io.tokenward.benchmarks.report.Machine;
import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.benchmarks.text.Form;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a request costs in each dialect: the same conversation, the same size, one process, rounds in which each dialect has its
 * turn. {@code --root DIR --work DIR --out FILE --core N --bytes N --commit TEXT --command TEXT}. Loopback only; under two
 * minutes; ends by itself.
 */
public final class DialectsMain {
    private static final int LINES = 8;
    private static final int ROUNDS = 5;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration POINT = Duration.ofMillis(1500);

    private final LoadGenerator generator;
    private final Peer peer;
    private final int bytes;
    private final Map<Form, List<Double>> millis = new EnumMap<>(Form.class);

    private DialectsMain(LoadGenerator generator, Peer peer, int bytes) {
        this.generator = generator;
        this.peer = peer;
        this.bytes = bytes;
        for (Form form : Form.values())
            millis.put(form, new ArrayList<>());
    }

    /** Runs it, and writes and prints a table. */
    public static void main(String[] args) throws Exception {
        List<String> given = List.of(args);
        Machine before = Machine.now();
        Instant began = Instant.now();
        Transport transport = Transport.choose();
        try (var upstream = new ScriptedUpstream(transport)) {
            var peers = new Peers(Path.of(value(given, "--work")), Path.of(value(given, "--root")),
                    Integer.parseInt(value(given, "--core")), upstream.port());
            Peer peer = peers.tokenward("");
            try (var generator = new LoadGenerator(transport, peers.authority()); peer) {
                var bench = new DialectsMain(generator, peer, Integer.parseInt(value(given, "--bytes")));
                bench.measure();
                String measured = "Measured on " + began.toString().substring(0, 16) + " UTC at commit "
                        + value(given, "--commit") + " with `" + value(given, "--command") + "`, load average "
                        + before.load() + " before and " + Machine.now().load()
                        + " after (the run itself makes about 2)."
                        + "\n\n" + bench.table();
                Document.write(Path.of(value(given, "--out")), "dialects.sh", measured);
                System.out.println(measured);
            }
        }
        System.exit(0);
    }

    private static String value(List<String> args, String name) {
        int at = args.indexOf(name);
        if (at < 0 || at + 1 >= args.size()) throw new IllegalArgumentException("missing: " + name);
        return args.get(at + 1);
    }

    private void measure() throws InterruptedException {
        for (Form form : Form.values())
            run(form, WARM_UP);
        Form[] forms = Form.values();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < forms.length; i++) {
                Form form = forms[(i + round) % forms.length];
                java.util.Objects.requireNonNull(millis.get(form)).add(run(form, POINT));
            }
        }
    }

    /** CPU of the proxy for one request, in milliseconds. */
    private double run(Form form, Duration time) throws InterruptedException {
        var bodies = new ChatBodies(form, ScriptedUpstream.PLAIN, false, bytes, ChatBodies.USUAL_SHARE,
                ThreadLocalRandom.current().nextLong());
        var target = new Target(peer.port(), peer.screenedKey(), false,
                form.base() + form.path(ScriptedUpstream.PLAIN));
        double before = peer.process().cpuSeconds();
        Outcome outcome = generator.closed(target, bodies, LINES, time, Long.MAX_VALUE);
        if (outcome.failures() > 0) throw new IllegalStateException(form + ": " + outcome.firstFailure());
        return (peer.process().cpuSeconds() - before) * 1000 / outcome.requests();
    }

    private String table() {
        var out = new StringBuilder(
                "| " + bytes + " bytes, a quarter new | CPU per request, ms | to Chat Completions |\n")
                .append("| --- | ---: | ---: |\n");
        List<Double> chat = java.util.Objects.requireNonNull(millis.get(Form.OPENAI));
        for (Form form : Form.values()) {
            List<Double> own = java.util.Objects.requireNonNull(millis.get(form));
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < own.size(); i++)
                ratios.add(own.get(i) / chat.get(i));
            ratios.sort(null);
            out.append(String.format(Locale.ROOT, "| `%s` | %.3f | **%.2f** [%.2f–%.2f] |%n",
                    form.name().toLowerCase(Locale.ROOT), median(own), median(ratios), ratios.getFirst(),
                    ratios.getLast()));
        }
        return out.toString();
    }

    private static double median(List<Double> numbers) {
        return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElseThrow();
    }
}
