package io.tokenward.proxy.cli.eval;

import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code eval}: how much is found, and how often wrongly, by rules, model and both. */
@Command(name = "eval", mixinStandardHelpOptions = true, description = {
        "Measures the shipped rules and model on labelled texts, at the operating point of the default policy.",
        "Each line is a JSON object with text, label (benign, injection, jailbreak, indirect_injection, harmful_plain)",
        "and, where known, id, lang, source, group, context (a role; user if missing), hard (true or false)."}, footer = {
                "",
                "Example: tokenward eval --data dev.jsonl --groups"})
public final class EvalCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "FILE", arity = "1..*", required = true, description = "Labelled texts.")
    private List<Path> data = List.of();

    @Option(names = "--groups", description = "Also a line for each group of a source.")
    private boolean groups;

    @Option(names = "--joined", paramLabel = "N", description = "Number of long texts to join from harmless ones, for each length (400).")
    private int joined = 400;

    @Option(names = "--seed", paramLabel = "N", description = "Chooses what is joined (1).")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        List<LabelledText> texts = CorpusFiles.read(data);
        var evaluation = new Evaluation(RuleEngine.builtin(), Policy.standard());
        var report = new Report(System.out);
        report.print(evaluation.of(texts), groups);
        var random = new SplittableRandom(seed);
        for (int kibibytes : new int[]{32, 400}) {
            List<LabelledText> longTexts = Joined.texts(texts, kibibytes << 10, joined, random);
            report.row("false alarms: benign joined to " + kibibytes + " Ki characters",
                    Rates.of(evaluation.of(longTexts)));
        }
        return 0;
    }
}
