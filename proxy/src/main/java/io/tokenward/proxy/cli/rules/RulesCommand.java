package io.tokenward.proxy.cli.rules;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

/** {@code rules}: what security people do with rule packs. */
@Command(name = "rules", mixinStandardHelpOptions = true, sortOptions = false, description = "Lists, checks, tests and explains rule packs.", subcommands = {
        ListCommand.class, SearchCommand.class, LintCommand.class, TestCommand.class, ExplainCommand.class,
        BenchCommand.class, BacktestCommand.class, ReportCommand.class, PackCommand.class}, footer = {"",
                "Example: tokenward rules test --packs rules.d/acme"})
public final class RulesCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.err.println(
                "Name a command: list, search, lint, test, explain, bench, backtest, report or pack; --help explains them.");
        return 2;
    }
}
