package io.tokenward.proxy.cli.rules;

import io.tokenward.proxy.cli.eval.CorpusFiles;
import io.tokenward.proxy.cli.eval.Joined;
import io.tokenward.proxy.cli.eval.LabelledText;
import io.tokenward.rules.Pack;
import io.tokenward.rules.PackReading;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rules report}. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Tells of each rule against attacks what it catches on labelled texts, alone and with others, what it does to harmless",
        "ones, and how often its words make the engine look closely; of all rules together the same by paranoia level, source",
        "and language. Names rules that match harmless texts more often than attacks. Texts as eval reads them; the report",
        "quotes none. With --packs, the rules of these packs; else all."}, footer = {
                "", "Example: tokenward rules report --on dev.jsonl --out docs/rules-report.md"})
final class ReportCommand implements Callable<Integer> {
    @Option(names = "--on", required = true, paramLabel = "FILE", arity = "1..*", description = "Labelled texts: a JSON object a line with text, label and, where known, lang, source, group, context, hard.")
    private List<Path> data = List.of();
    @Mixin
    private PackOptions packs = new PackOptions();
    @Option(names = "--out", paramLabel = "FILE", description = "Writes the report to that file.")
    private @Nullable Path file;
    @Option(names = "--joined", paramLabel = "N", description = "Number of long texts to join from harmless ones, for each length (100).")
    private int joined = 100;
    @Option(names = "--seed", paramLabel = "N", description = "Chooses what is joined (1).")
    private long seed = 1;
    @Option(names = "--json", description = "One JSON object for each rule instead of a page.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        PackReading reading = packs.read();
        var looking = new RuleLooking(RuleEngine.of(reading));
        List<Rule> rules = packs.meant(reading)
                .stream()
                .map(Pack::rules)
                .flatMap(List::stream)
                .filter(RuleLooking::isMeant)
                .toList();
        List<LabelledText> texts = CorpusFiles.read(data);
        List<Looked> looked = looking.at(texts);
        var yields = RuleYields.of(rules, looked);
        Path target = file;
        try (PrintStream out = target == null
                ? new PrintStream(System.out, true, StandardCharsets.UTF_8)
                : new PrintStream(Files.newOutputStream(target), false, StandardCharsets.UTF_8)) {
            if (json) yields.all().forEach(one -> out.println(one.json()));
            else
                new RulesReport(out).print(yields, looked, longTexts(looking, texts));
        }
        return 0;
    }

    private List<Looked> longTexts(RuleLooking looking, List<LabelledText> texts) {
        var random = new SplittableRandom(seed);
        return RulesReport.KIBI.stream()
                .flatMap(kibi -> looking.at(Joined.texts(texts, kibi << 10, joined, random)).stream())
                .toList();
    }
}
