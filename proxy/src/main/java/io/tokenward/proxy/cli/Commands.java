package io.tokenward.proxy.cli;

import io.tokenward.proxy.cli.eval.EvalCommand;
import io.tokenward.proxy.cli.memory.MemoryCommand;
import io.tokenward.proxy.cli.rules.RulesCommand;
import io.tokenward.proxy.cli.train.TrainCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of the command line: results on standard output, everything else on standard error. */
@Command(name = "tokenward", mixinStandardHelpOptions = true, version = "tokenward 0.1.0", sortOptions = false, description = {
        "A token security and abuse-protection proxy for model endpoints.",
        "It decides before a single token is billed: who calls, whether they may, whether the prompt is safe."}, footer = {
                "",
                "Example: tokenward demo"}, subcommands = {DemoCommand.class, RunCommand.class, CheckCommand.class,
                        ScreenCommand.class, RulesCommand.class, KeysCommand.class, LedgerCommand.class,
                        AuditCommand.class, UsageCommand.class,
                        CertsCommand.class,
                        EvalCommand.class, TrainCommand.class, MemoryCommand.class})
public final class Commands implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private Commands() {}

    /** Runs a command; the exit status: 0 done, 1 the answer is no, 2 wrong use. */
    public static int run(String... arguments) {
        Logging.configure(LogManager.getLogManager());
        return root().execute(arguments);
    }

    /** All commands. */
    static CommandLine root() {
        return line(new Commands());
    }

    /** How any command of ours is run: where it writes and how its failures read. */
    static CommandLine line(Object command) {
        return new CommandLine(command).setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Commands::failed);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(new CommandLine(this), "Name a command; --help lists them.");
    }

    private static int failed(Exception failure, CommandLine commandLine, CommandLine.ParseResult result) {
        for (String line : Failures.lines(failure))
            commandLine.getErr().println(line);
        return 1;
    }
}
