package io.tokenward.proxy.cli;

import io.tokenward.proxy.RulePacks;
import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.config.SettingsReader;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code screen}: one line of JSON in, one line of JSON out, in order, in constant memory, on all cores. */
@Command(name = "screen", mixinStandardHelpOptions = true, description = {
        "Screens texts: each line of standard input is a JSON object with id, text and context",
        "(user, system, assistant, tool_result, document, tool_definition, metadata; user if missing).",
        "Each is answered by one line of JSON, in order; a line that is no such object by one with line and error.",
        "Exit status 0 when all lines are answered, 1 when that cannot be done, 2 for wrong use."}, footer = {
                "",
                "Example: echo '{\"id\":1,\"text\":\"Hello\",\"context\":\"user\"}' | tokenward screen"})
final class ScreenCommand implements Callable<Integer> {
    @Option(names = {"-c",
            "--config"}, paramLabel = "FILE", description = "A configuration; without it shipped rules and policy.")
    private @Nullable Path config;

    @Option(names = "--policy", paramLabel = "NAME", description = "The policy to apply; default if missing.")
    private String policy = "default";

    private final InputStream in;
    private final OutputStream out;

    /** From standard input to standard output. */
    ScreenCommand() {
        // Not System.out: a PrintStream would swallow the failure of a reader that went away.
        this(System.in, new FileOutputStream(FileDescriptor.out));
    }

    ScreenCommand(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws Exception {
        RuleEngine engine = RuleEngine.builtin();
        Policy applied = Policy.standard();
        if (config != null) {
            Settings settings = SettingsReader.read(config.toAbsolutePath());
            engine = RulePacks.load(settings.rules());
            Policy named = settings.policies().get(policy);
            if (named == null) return unknown(settings.policies().keySet().toString());
            applied = named;
        } else if (!policy.equals(applied.name())) {
            return unknown("[" + applied.name() + "]; name a configuration with -c for others");
        }
        new Batch(new LineScreener(engine, applied, Trust.APP), Runtime.getRuntime().availableProcessors())
                .run(in, new BufferedOutputStream(out, 1 << 16));
        return 0;
    }

    private int unknown(String known) {
        System.err.println("tokenward: no policy \"" + policy + "\"; there is " + known);
        return 2;
    }
}
