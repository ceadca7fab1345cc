package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.InjectionModel;
import io.tokenward.detectors.injection.ModelFile;
import io.tokenward.detectors.injection.Strata;
import io.tokenward.proxy.cli.eval.CorpusFiles;
import io.tokenward.proxy.cli.eval.LabelledText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train}: from labelled texts to a model file, the same to the bit for the same texts and seed. */
@Command(name = "train", mixinStandardHelpOptions = true, description = {
        "Trains the injection model. The same texts, options and seed give the same file to the bit."}, footer = {
                "",
                "Example: tokenward train --data train.jsonl --own detectors/training --seed 1 --out injection.model"})
public final class TrainCommand implements Callable<Integer> {
    @Option(names = "--data", paramLabel = "FILE", arity = "1..*", required = true, description = "Labelled texts, a JSON object a line; eval --help describes them.")
    private List<Path> data = List.of();

    @Option(names = "--own", paramLabel = "DIR", description = "Templates of texts beside them; detectors/training/README.md describes them.")
    private @Nullable Path own;

    @Option(names = "--seed", paramLabel = "N", description = "Chooses what templates are filled with (1).")
    private long seed = 1;

    @Option(names = "--number", paramLabel = "N", description = "What the model calls itself (1).")
    private int number = 1;

    @Option(names = "--out", paramLabel = "MODEL", description = "The file to write.")
    private @Nullable Path out;

    @Option(names = "--strangers", paramLabel = "FILE", description = {
            "Leave out each of the five largest collections of attacks in turn and print how much of it is found at 1 %% false",
            "alarms on the harmless texts of this file."})
    private @Nullable Path strangers;

    @Override
    public Integer call() throws IOException {
        if (out == null && strangers == null) {
            System.err.println("tokenward: nothing to do: name a file with --out, or --strangers");
            return 2;
        }
        Recipe recipe = Recipe.shipped();
        List<Document> documents = documents(recipe);
        System.err.printf("tokenward: %d texts; training takes a few minutes%n", documents.size());
        if (strangers != null) reportStrangers(recipe, documents, strangers);
        if (out != null) {
            Files.write(out, ModelFile.write(model(recipe, documents, number, seed)));
            System.err.println("tokenward: wrote " + out);
        }
        return 0;
    }

    private static void reportStrangers(Recipe recipe, List<Document> training, Path file) throws IOException {
        List<Document> judging = new ArrayList<>();
        for (LabelledText text : CorpusFiles.read(List.of(file)))
            judging.add(Document.of(Example.of(text), recipe.longest()));
        List<Strangers.Found> found = new Strangers(recipe, training, judging).each(5, 0.01);
        for (Strangers.Found each : found)
            System.out.printf(Locale.ROOT, "%-40s %5d %6.1f%n", each.source(), each.texts(), 100 * each.found());
        double mean = found.stream().mapToDouble(Strangers.Found::found).average().orElse(0);
        System.out.printf(Locale.ROOT, "%-40s %5s %6.1f%n", "mean", "", 100 * mean);
    }

    private List<Document> documents(Recipe recipe) throws IOException {
        List<Example> examples = new ArrayList<>();
        for (LabelledText text : CorpusFiles.read(data))
            examples.add(Example.of(text));
        if (own != null) examples.addAll(OwnTexts.read(own, seed));
        List<Document> documents = new ArrayList<>(examples.size());
        for (Example example : examples)
            documents.add(Document.of(example, recipe.longest()));
        return withPasted(documents);
    }

    /** Whatever can be read can be pasted. An order in a pasted text is not taught: often it is what the user wants done. */
    private static List<Document> withPasted(List<Document> documents) {
        List<Document> all = new ArrayList<>(documents);
        for (Document document : documents) {
            Example example = document.example;
            if (!example.attack() && Strata.isRead(example.role())) all.add(document.pasted());
        }
        return all;
    }

    static InjectionModel model(Recipe recipe, List<Document> documents, int number, long seed) {
        requireBoth(documents);
        var calibrating = new Calibrating(recipe, documents, seed);
        Cascade cascade = new Training(recipe, documents).run();
        Model linear = cascade.linear().shifted(calibrating.biasShifts());
        return new InjectionModel(number, Model.quantised(linear.said()), Model.quantised(linear.read()),
                cascade.network(), calibrating.fit());
    }

    private static void requireBoth(List<Document> documents) {
        long attacks = documents.stream().filter(document -> document.example.attack()).count();
        if (attacks == 0 || attacks == documents.size()) {
            throw new IllegalArgumentException(
                    "training needs attacks and harmless texts; there are " + attacks + " attacks and "
                            + (documents.size() - attacks) + " harmless texts");
        }
    }
}
