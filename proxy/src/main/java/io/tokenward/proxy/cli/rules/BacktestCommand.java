package io.tokenward.proxy.cli.rules;

import static java.util.Objects.requireNonNull;

import io.tokenward.rules.Pack;
import io.tokenward.rules.PackReading;
import io.tokenward.rules.PackSources;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rules backtest}. */
@Command(name = "backtest", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Tells what new rules would change: what they newly block and newly pass, by rule, with references of samples.",
        "Against a file with a JSON object a line (text, context, label), texts are judged by the packs of the configuration",
        "and by these with those of --packs; a pack of the same name is replaced. Labels give false alarms and attacks found,",
        "with the interval in which they lie at 95 %%. Against the directory of an audit log, which holds no texts, what was",
        "decided is compared with what other modes, severities, exclusions and policies make of the recorded matches."}, footer = {
                "", "Example: tokenward rules backtest --against prompts.jsonl --packs rules.d/acme",
                "Example: tokenward rules backtest --against data/audit -c tokenward.yaml --promote"})
final class BacktestCommand implements Callable<Integer> {
    @Option(names = "--against", required = true, paramLabel = "PATH", description = "A file of texts or the directory of an audit log.")
    private @Nullable Path against;
    @Mixin
    private PackOptions packs = new PackOptions();
    @Option(names = "--promote", description = "As if what is in shadow counted.")
    private boolean promote;
    @Option(names = "--policy", paramLabel = "NAME", description = "The policy that decides; without it default for texts, the recorded one for an audit log.")
    private @Nullable String policy;
    @Option(names = "--samples", paramLabel = "N", description = "References for each rule (5).")
    private int samples = 5;
    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Path place = requireNonNull(against);
        Map<String, Policy> policies = packs.policies();
        Optional<Policy> applied = Optional.ofNullable(policy).map(policies::get);
        if (policy != null && applied.isEmpty())
            return wrong("no policy \"" + policy + "\"; there are " + policies.keySet());
        boolean texts = !Files.isDirectory(place);
        if (texts && packs.named().isEmpty() && !promote)
            return wrong("nothing is new: name packs with --packs, or --promote what is in shadow");
        PackReading reading = PackReading.of(after());
        RuleEngine after = RuleEngine.of(promote ? reading.promoted() : reading);
        var report = new BacktestReport(Math.max(0, samples));
        if (texts) {
            RuleEngine before = RuleEngine.load(packs.configured());
            Policy standard = requireNonNull(policies.get("default"));
            new TextReplay(before, after, applied.orElse(standard)).replay(place, report::add);
        } else {
            audit(new AuditReplay(after, policies, applied), place, report);
        }
        if (json) {
            System.out.println(report.json());
        } else {
            report.print(System.out);
        }
        return 0;
    }

    private static void audit(AuditReplay replay, Path directory, BacktestReport report) throws IOException {
        replay.replay(directory, report::add);
        if (replay.unknown() > 0) {
            System.err.println("tokenward: " + replay.unknown()
                    + " exchanges left out: name their configuration with -c, or a policy with --policy");
        }
        System.err.println(
                "tokenward: an audit log has no texts; what rules find that were not in force then is not seen,"
                        + " and exclusions for roles are applied as if a user had said everything");
    }

    /** The packs of the configuration, those that are named in place of others of their name. */
    private PackSources after() throws Exception {
        PackSources configured = packs.configured();
        List<String> replaced = new ArrayList<>();
        for (Path directory : packs.named())
            replaced.add(name(directory));
        List<Path> kept = new ArrayList<>();
        for (Path directory : configured.directories())
            if (!replaced.contains(name(directory))) kept.add(directory);
        // What is only tried out needs no signature yet.
        return new PackSources(configured.builtin() && !replaced.contains(Pack.BUILTIN), kept,
                Optional.empty()).with(packs.named());
    }

    private static String name(Path directory) {
        List<Pack> read = PackReading
                .of(new PackSources(false, List.of(directory), Optional.empty()))
                .packs();
        return read.isEmpty() ? "" : read.getFirst().name();
    }

    private static int wrong(String message) {
        System.err.println("tokenward: " + message);
        return 2;
    }
}
