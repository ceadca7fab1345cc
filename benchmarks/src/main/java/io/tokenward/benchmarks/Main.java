package io.tokenward.benchmarks;

import io.tokenward.benchmarks.load.LoadGenerator;
import io.tokenward.benchmarks.load.ScriptedUpstream;
import io.tokenward.benchmarks.peer.Peers;
import io.tokenward.benchmarks.report.Document;
import io.tokenward.benchmarks.report.Machine;
import io.tokenward.proxy.listener.Transport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Measures and writes the table: {@code --root DIR --work DIR --out FILE --core N [--short|--relay] --commit TEXT --command TEXT}.
 * {@code run.sh} knows how to call it. Loopback only; ends by itself.
 */
public final class Main {
    private Main() {}

    /** Runs one measurement. */
    public static void main(String[] args) throws Exception {
        List<String> given = List.of(args);
        Pace pace = given.contains("--short")
                ? Pace.brief()
                : given.contains("--relay") ? Pace.relay() : Pace.full();
        Machine before = Machine.now();
        Instant began = Instant.now();
        Transport transport = Transport.choose();
        try (var upstream = new ScriptedUpstream(transport)) {
            var peers = new Peers(Path.of(value(given, "--work")), Path.of(value(given, "--root")),
                    Integer.parseInt(value(given, "--core")), upstream.port());
            try (var generator = new LoadGenerator(transport, peers.authority());
                    var bench = new Bench(generator, peers, pace)) {
                String table = bench.measure().markdown();
                String heading = "Measured on " + began.toString().substring(0, 16) + " UTC at commit "
                        + value(given, "--commit") + " with `" + value(given, "--command") + "`.\n\n"
                        + before.described(Machine.now());
                Document.write(Path.of(value(given, "--out")), "run.sh", heading + "\n" + table);
                System.out.println(heading + "\n" + table);
            }
        }
        // Whatever thread a failure may have left behind shall not keep us.
        System.exit(0);
    }

    private static String value(List<String> args, String name) {
        int at = args.indexOf(name);
        if (at < 0 || at + 1 >= args.size()) throw new IllegalArgumentException("missing: " + name);
        return args.get(at + 1);
    }
}
