package io.tokenward.proxy.cli.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.tokenward.detectors.injection.FeatureWalk;
import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.Windows;

/**
 * Fits the weights: logistic regression with a strong penalty over windows of the texts. An attack somewhere in a long text
 * makes not all of it an attack, so the first round takes texts as a whole, and each later one the window of an attack that
 * looks most like one, and those of a benign text that do so wrongly.
 */
final class Training {
    /** Sums are taken in so many parts of fixed borders, however many threads there are. */
    private static final int PARTS = 8;
    private static final int WORST_OF_BENIGN = 3;
    /** What is shared, what is added for what is said, what is added for what is read. */
    private static final int SETS = 3;
    private static final int PART = Model.SIZE + Model.STRATA;
    /** Any number: chooses what is put together. */
    private static final int COMPOSING = 400;
    /** Share of a text's weight that lies on its chosen windows; the rest lies on the whole of it. */
    private static final double ON_WINDOWS = 0.7;

    private final Recipe recipe;
    private final List<Document> documents;
    private final double[] weightOf;
    private final double[] factors;

    Training(Recipe recipe, List<Document> documents) {
        this.recipe = recipe;
        this.documents = withComposed(documents, recipe);
        this.weightOf = weights(recipe, this.documents);
        this.factors = factors();
    }

    /** Made here and not where texts are read, so that nothing of a text that is left out comes back in another. */
    private static List<Document> withComposed(List<Document> documents, Recipe recipe) {
        var random = new SplittableRandom(COMPOSING);
        List<Document> all = new ArrayList<>(documents);
        for (int group = 0; group < Strata.GROUPS; group++)
            all.addAll(LongTexts.of(documents, group, random).make(recipe.joined(), recipe.longest()));
        all.addAll(Planting.of(documents, random).make(recipe.planted(), recipe.longest()));
        return all;
    }

    Cascade run() {
        Model linear = linear();
        return new Cascade(linear, new CnnTraining(recipe.passes(), documents, linear, weightOf).run());
    }

    private Model linear() {
        var point = new double[SETS * PART];
        Model model = new Model(new double[PART], new double[PART]);
        for (int round = 0; round < recipe.rounds(); round++) {
            Instances instances = round == 0 ? wholes() : windows(model);
            new Lbfgs().minimise((at, gradient) -> loss(instances, at, gradient), point, recipe.iterations());
            model = effective(point);
        }
        return model;
    }

    /**
     * A point holds what both share, then what is added for what is said, then for what is read; all three are penalised, so
     * that the two differ only where texts of one kind insist. (Daumé, Frustratingly Easy Domain Adaptation, 2007.)
     */
    private Model effective(double[] point) {
        return new Model(effective(point, PART), effective(point, 2 * PART));
    }

    private double[] effective(double[] point, int from) {
        var effective = new double[PART];
        for (int i = 0; i < PART; i++)
            effective[i] = (point[i] + recipe.apart() * point[from + i]) * factors[i];
        return effective;
    }

    private Instances wholes() {
        var instances = new Instances();
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            instances.add(document, document.first, document.end, weightOf[i]);
        }
        return instances;
    }

    private Instances windows(Model model) {
        var instances = new Instances();
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            double[] sums = model.windows(document);
            if (sums.length == 1) {
                instances.add(document, 0, document.blocks, weightOf[i]);
                continue;
            }
            int[] order = descending(sums);
            if (document.end - document.first < document.blocks) order = around(document, order);
            int taken = document.example.attack() ? 1 : Math.min(WORST_OF_BENIGN, order.length);
            double share = weightOf[i] * ON_WINDOWS / taken;
            for (int k = 0; k < taken; k++) {
                instances.add(document, Windows.first(order[k], document.blocks),
                        Windows.end(order[k], document.blocks), share);
            }
            instances.add(document, document.first, document.end, weightOf[i] * (1 - ON_WINDOWS));
        }
        return instances;
    }

    /** Those of the windows that share a block with what makes the text what it is. */
    private static int[] around(Document document, int[] windows) {
        return Arrays.stream(windows)
                .filter(window -> Windows.first(window, document.blocks) < document.end
                        && Windows.end(window, document.blocks) > document.first)
                .toArray();
    }

    private static int[] descending(double[] sums) {
        var order = new Integer[sums.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(sums[b], sums[a]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private double loss(Instances instances, double[] point, double[] gradient) {
        Model effective = effective(point);
        var parts = new Model[PARTS];
        var losses = new double[PARTS];
        IntStream.range(0, PARTS).parallel().forEach(part -> {
            var own = new Model(new double[PART], new double[PART]);
            int first = (int) ((long) instances.count() * part / PARTS);
            int end = (int) ((long) instances.count() * (part + 1) / PARTS);
            losses[part] = instances.lossOf(first, end, effective, own);
            parts[part] = own;
        });
        double loss = 0;
        for (double each : losses)
            loss += each;
        for (int i = 0; i < PART; i++) {
            double said = 0;
            double read = 0;
            for (Model part : parts) {
                said += part.said()[i];
                read += part.read()[i];
            }
            gradient[i] = (said + read) * factors[i];
            gradient[PART + i] = recipe.apart() * said * factors[i];
            gradient[2 * PART + i] = recipe.apart() * read * factors[i];
        }
        return loss + penalty(point, gradient);
    }

    /** Adds its gradient; there is none on the bias. */
    private double penalty(double[] point, double[] gradient) {
        double squares = 0;
        for (int set = 0; set < SETS; set++) {
            for (int i = set * PART; i < set * PART + Model.SIZE; i++) {
                gradient[i] += recipe.lambda() * point[i];
                squares += point[i] * point[i];
            }
        }
        return recipe.lambda() / 2 * squares;
    }

    /** Attacks weigh {@link Recipe#attackMass} together, a source its size to a power less than one, families likewise. */
    static double[] weights(Recipe recipe, List<Document> documents) {
        Map<String, Map<String, Double>> sizes = new LinkedHashMap<>();
        for (Document document : documents) {
            sizes.computeIfAbsent(key(document), _ -> new LinkedHashMap<>())
                    .merge(document.example.family(), document.example.share(),
                            Double::sum);
        }
        Map<String, Double> sourceMass = new LinkedHashMap<>();
        Map<String, Double> familyMass = new HashMap<>();
        double[] total = new double[2];
        sizes.forEach((source, families) -> {
            double size = families.values().stream().mapToDouble(Double::doubleValue).sum();
            double mass = Math.pow(size, recipe.sourcePower()) * recipe.emphasis(source);
            sourceMass.put(source, mass);
            total[source.startsWith("+") ? 1 : 0] += mass;
            familyMass.put(source, families.values().stream().mapToDouble(Math::sqrt).sum());
        });
        var weights = new double[documents.size()];
        for (int i = 0; i < weights.length; i++) {
            Document document = documents.get(i);
            String source = key(document);
            boolean attack = document.example.attack();
            double mass = (attack ? recipe.attackMass() : 1 - recipe.attackMass())
                    * sourceMass.getOrDefault(source, 0.0)
                    / total[attack ? 1 : 0];
            double family = sizes.getOrDefault(source, Map.of()).getOrDefault(document.example.family(), 1.0);
            mass *= Math.sqrt(family) / familyMass.getOrDefault(source, 1.0);
            weights[i] = mass * document.example.share() / family;
        }
        return weights;
    }

    private static String key(Document document) {
        return (document.example.attack() ? "+" : "-") + document.example.source();
    }

    /** What copies show says nothing about how widely it is used. */
    private static boolean isCopy(Document document) {
        String source = document.example.source();
        return source.equals(LongTexts.SOURCE) || source.startsWith(Planting.SOURCE);
    }

    /**
     * A feature of one source alone is more likely that source's handwriting than a sign of anything. Among features that
     * attacks show, only sources of attacks count: that a word is common elsewhere does not make it a sign of attacks.
     */
    private double[] factors() {
        Map<String, Integer> numbers = new HashMap<>();
        var seen = new long[Model.SIZE];
        var attacks = new long[Model.SIZE];
        for (Document document : documents) {
            if (isCopy(document)) continue;
            int number = numbers.computeIfAbsent(document.example.source(), _ -> numbers.size());
            long bit = 1L << (number & 63);
            for (int feature : document.features) {
                seen[feature] |= bit;
                if (document.example.attack()) attacks[feature] |= bit;
            }
        }
        var factors = new double[Model.SIZE + Model.STRATA];
        Arrays.fill(factors, 1);
        for (int i = 0; i < Model.SIZE; i++) {
            int sources = Long.bitCount(attacks[i] != 0 ? attacks[i] : seen[i]);
            double breadth = Math.min(1.0, sources / (double) recipe.breadth());
            double factor = recipe.narrow() + (1 - recipe.narrow()) * (sources <= 1 ? 0 : breadth);
            factors[i] = i < FeatureWalk.HASHED ? factor : factor * recipe.shapeBoost();
        }
        return factors;
    }
}
