package io.tokenward.proxy.cli.eval;

import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code eval}: how much is found, and how often wrongly, by rules, model and both. */
@Command(name = "eval", mixinStandardHelpOptions = true, description = {
        "Measures the shipped rules and model on labelled texts, at the operating point of the default policy.",
        "Each line is a JSON object with text, label (benign, injection, jailbreak, indirect_injection, harmful_plain)",
        "and, where known, id, lang, source, group, context (a role; user if missing), hard (true or false)."}, footer = {
                "",
                "Example: tokenward eval --data dev.jsonl --groups --html eval.html --json eval.json",
                "         tokenward eval --secrets vectors.jsonl --over src --list"})
public final class EvalCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "FILE", arity = "1..*", description = "Labelled texts.")
    private List<Path> data = List.of();

    @Option(names = "--groups", description = "Also a line for each group of a source.")
    private boolean groups;

    @Option(names = "--joined", paramLabel = "N", description = "Number of long texts to join from harmless ones, for each length (400).")
    private int joined = 400;

    @Option(names = "--seed", paramLabel = "N", description = "Chooses what is joined (1).")
    private long seed = 1;

    @Option(names = "--paranoia", paramLabel = "N", description = "Level of the rules that count, 1 to 4 (1).")
    private int paranoia = 1;

    @Option(names = "--html", paramLabel = "FILE", description = "Writes the figures, with curves over all thresholds, as a page that needs nothing else.")
    private @Nullable Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the same as JSON.")
    private @Nullable Path json;

    @Option(names = "--secrets", paramLabel = "FILE", arity = "1..*", description = {
            "Texts labelled for secrets instead:",
            "a JSON object a line with expect (secret, clean), text or text_b64, and kind, note, id where known."})
    private List<Path> secrets = List.of();

    @Option(names = "--over", paramLabel = "DIR", arity = "1..*", description = "Also counts findings in the files below these directories.")
    private List<Path> over = List.of();

    @Option(names = "--beside", paramLabel = "DIR", description = "Also runs secretlint, which npm has installed there, on the same texts and files.")
    private List<Path> beside = List.of();

    @Option(names = "--list", description = "Also lists what is judged wrongly, and where findings in files are.")
    private boolean list;

    @Option(names = "--page", paramLabel = "FILE", description = "Writes the figures for secrets to that file, as a page.")
    private @Nullable Path page;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (data.isEmpty() && secrets.isEmpty() && over.isEmpty())
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(),
                    "Name texts: --data, --secrets or --over.");
        if (data.isEmpty()) return secrets();
        List<LabelledText> texts = CorpusFiles.read(data);
        if (paranoia < 1 || paranoia > 4)
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "--paranoia is 1 to 4");
        var evaluation = new Evaluation(RuleEngine.builtin(), Policy.standard().at(paranoia));
        var report = new Report(System.out);
        List<Outcome> outcomes = evaluation.of(texts);
        report.print(outcomes, groups);
        report.print(EqualRates.of(texts));
        var random = new SplittableRandom(seed);
        List<Outcome> allJoined = new ArrayList<>();
        for (int kibibytes : new int[]{32, 400}) {
            List<Outcome> longTexts = evaluation.of(Joined.texts(texts, kibibytes << 10, joined, random));
            report.row("false alarms: benign joined to " + kibibytes + " Ki characters", Rates.of(longTexts));
            allJoined.addAll(longTexts);
        }
        write(FigurePage.of(outcomes, allJoined));
        return 0;
    }

    private void write(FigurePage page) throws IOException {
        if (html != null) Files.writeString(html, page.html());
        if (json != null) Files.writeString(json, page.json());
    }

    private int secrets() throws Exception {
        try (PrintStream out = page == null
                ? System.out
                : new PrintStream(Files.newOutputStream(page), false, StandardCharsets.UTF_8)) {
            if (page != null) out.print(SecretsReport.HEAD);
            secrets(new SecretsReport(out));
        }
        return 0;
    }

    private void secrets(SecretsReport report) throws Exception {
        List<SecretVector> vectors = SecretVectors.read(secrets);
        if (!vectors.isEmpty()) report.vectors(vectors, beside);
        if (list) report.wrong(vectors);
        if (!over.isEmpty()) report.files(over, beside, list);
    }
}
