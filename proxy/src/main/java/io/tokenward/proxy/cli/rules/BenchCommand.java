package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.Pack;
import io.tokenward.rules.PackReading;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RuleTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rules bench}. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = {
        "Measures what rules cost on harmless text, one thread: microseconds and megabytes a second for texts of 1, 4 and",
        "32 Ki characters, with all packs and without those of --packs, and how they compare. The text is that of --text,",
        "else what the rules' own tests must not match. Figures of a busy machine compare only within one run."}, footer = {
                "", "Example: tokenward rules bench --packs rules.d/acme"})
final class BenchCommand implements Callable<Integer> {
    @Mixin
    private PackOptions packs = new PackOptions();
    @Option(names = "--text", paramLabel = "FILE", description = "Harmless text, UTF-8.")
    private @Nullable Path text;
    @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each measurement, of which the median is told (15).")
    private int rounds = 15;
    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PackReading reading = packs.read();
        RuleEngine with = RuleEngine.of(reading);
        RuleEngine without = packs.named().isEmpty()
                ? RuleEngine.ofRules(List.of())
                : RuleEngine.load(packs.configured());
        var bench = new Bench(harmless(reading), Math.max(1, rounds));
        if (!json) {
            System.out.printf("%-14s %12s %10s %14s %8s%n", "characters", "micros", "MB/s",
                    packs.named().isEmpty() ? "no rules" : "without packs", "ratio");
        }
        for (int kibi : new int[]{1, 4, 32}) {
            Bench.Figures figures = bench.measure(with, without, kibi << 10);
            System.out.println(json ? figures.json() : figures.line());
        }
        return 0;
    }

    private String harmless(PackReading reading) throws Exception {
        Path file = text;
        if (file != null) return Files.readString(file, StandardCharsets.UTF_8);
        return reading.packs()
                .stream()
                .map(Pack::rules)
                .flatMap(List::stream)
                .filter(rule -> rule.category().attack())
                .flatMap(rule -> rule.tests().stream())
                .filter(test -> test.expect() == RuleTest.Expect.NO_MATCH)
                .map(test -> test.passage().text().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
