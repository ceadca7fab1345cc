package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.Pack;
import io.tokenward.rules.PackReading;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RuleTests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rules test}. */
@Command(name = "test", mixinStandardHelpOptions = true, description = {
        "Runs the tests that rules carry; exit status 1 if any fails.",
        "Then writes each text that a rule against attacks must match differently (capitals, spacing, invisible and",
        "look-alike characters, leetspeak, encodings) and tells which of these evasions each rule still catches.",
        "With --packs, the rules of these packs; else all."}, footer = {"",
                "Example: tokenward rules test --packs rules.d/acme --junit rules.xml"})
final class TestCommand implements Callable<Integer> {
    @Mixin
    private PackOptions packs = new PackOptions();
    @Option(names = "--junit", paramLabel = "FILE", description = "Writes the outcome as JUnit XML too.")
    private @Nullable Path junit;
    @Option(names = "--no-evasions", description = "Leaves the evasions out.")
    private boolean noEvasions;
    @Option(names = "--json", description = "One JSON object for each rule.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PackReading reading = packs.read();
        RuleEngine engine = RuleEngine.of(reading);
        List<Rule> rules = packs.meant(reading).stream().map(Pack::rules).flatMap(List::stream).toList();
        List<RuleTests.Result> results = RuleTests.results(engine, rules);
        List<RuleTests.Evasion> evasions = noEvasions ? List.of() : RuleTests.evasions(engine, rules);
        Path report = junit;
        if (report != null) Files.writeString(report, JunitXml.of(results, evasions));
        new TestReport(rules, results, evasions).print(json, System.out);
        return results.stream().allMatch(result -> result.failure().isEmpty()) ? 0 : 1;
    }
}
