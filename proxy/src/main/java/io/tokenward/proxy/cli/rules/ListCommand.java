package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.PackReading;
import io.tokenward.rules.RuleEngine;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rules list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = {"Lists rules, one a line:",
        "id, severity, paranoia level, mode, languages, title."}, footer = {"", "Example: tokenward rules list"})
final class ListCommand implements Callable<Integer> {
    @Mixin
    private PackOptions packs = new PackOptions();
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PackReading reading = packs.read();
        RuleLines.print(RuleEngine.of(reading).rules(), json, System.out);
        return 0;
    }
}
