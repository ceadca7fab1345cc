package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.PackReading;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.search.RuleIndex;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rules search}. */
@Command(name = "search", mixinStandardHelpOptions = true, description = {
        "Finds rules with a query in Lucene's syntax, best first; exit status 1 where none fits.",
        "Whole values: id pack category severity mode paranoia language role tag.",
        "Words: title advice condition tests; without a field, all of them and the tags."}, footer = {"",
                "Example: tokenward rules search 'category:secret AND title:token'",
                "Example: tokenward rules search markdown image"})
final class SearchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "QUERY", arity = "1..*", description = "What to look for.")
    private List<String> query = List.of();
    @Mixin
    private PackOptions packs = new PackOptions();
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PackReading reading = packs.read();
        RuleEngine engine = RuleEngine.of(reading);
        try (var index = new RuleIndex(engine.packs())) {
            List<Rule> found = index.find(String.join(" ", query));
            RuleLines.print(found, json, System.out);
            return found.isEmpty() ? 1 : 0;
        } catch (IllegalArgumentException noQuery) {
            System.err.println("tokenward: " + noQuery.getMessage());
            return 2;
        }
    }
}
