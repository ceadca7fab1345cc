package io.tokenward.proxy.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.HashMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Detectors;
import io.tokenward.proxy.limit.StoreDown;
import io.tokenward.rules.Action;
import io.tokenward.rules.OnError;
import io.tokenward.rules.OperatingPoint;
import io.tokenward.rules.Policy;
import io.tokenward.rules.Reveal;
import io.tokenward.rules.Screening;
import io.tokenward.rules.yaml.YamlNode;

/**
 * Reads {@code policies}. A policy has what stands in it, else what the policy it extends has, else what
 * {@link Policy#standard()} has. Used once, by one thread.
 */
final class PoliciesReader {
    /** The policy that exists without being written. */
    static final String DEFAULT = "default";
    /** What plans write for "not screened"; so no policy can be called so. */
    static final String NONE = "none";
    /** Longest chain of {@code extends}: nobody can follow a longer one, and it bounds the recursion. */
    private static final int DEEPEST = 8;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int HIGHEST_PARANOIA = 4;

    private static final Set<String> PII = Detectors.standard().pii().names();
    private final Map<String, Value> values;
    private final Set<String> names;
    private final Map<String, Policy> done = new LinkedHashMap<>();
    private final Map<String, StoreDown> storeDown = new LinkedHashMap<>();
    private final Set<String> open = new LinkedHashSet<>();

    PoliciesReader(Map<String, Value> values) {
        this.values = values;
        this.names = new TreeSet<>(values.keySet());
        this.names.add(DEFAULT);
    }

    /** The names that others may refer to, whether or not the policy itself is in order. */
    Collection<String> names() {
        return Collections.unmodifiableSet(names);
    }

    Map<String, Policy> read() {
        Map<String, Policy> policies = new LinkedHashMap<>();
        policies.put(DEFAULT, policy(DEFAULT));
        for (String name : values.keySet())
            policies.put(name, policy(name));
        return policies;
    }

    /** For each policy that {@link #read} gave; it concerns the limits, of which the rules know nothing. */
    Map<String, StoreDown> storeDown() {
        return storeDown;
    }

    private Policy policy(String name) {
        Policy known = done.get(name);
        if (known != null) return known;
        Value value = values.get(name);
        if (value == null) storeDown.put(name, StoreDown.CLOSED);
        Policy policy = value == null ? Policy.standard() : written(name, value);
        done.put(name, policy);
        return policy;
    }

    private Policy written(String name, Value value) {
        if (name.equals(NONE)) value.error("no policy can be called none; plans write it for no screening");
        Section section = Section.of(value, "extends", "screening", "paranoia", "detection-paranoia",
                "operating-point", "actions", "deadline", "on-error", "store-down", "reveal",
                "compare-with", "completions");
        section.find("completions").ifPresent(PoliciesReader::completions);
        open.add(name);
        Policy parent = section.find("extends").flatMap(this::parent).orElseGet(Policy::standard);
        open.remove(name);

        storeDown.put(name,
                word(section, "store-down", StoreDown::of, Stream.of(StoreDown.values()).map(StoreDown::word),
                        storeDown.getOrDefault(parent.name(), StoreDown.CLOSED)));
        int paranoia = section.count("paranoia", parent.paranoia(), 1, HIGHEST_PARANOIA);
        Optional<Section> own = section.find("actions").map(PoliciesReader::actionSection);
        return new Policy(name,
                word(section, "screening", Screening::of, Stream.of(Screening.values()).map(Screening::word),
                        parent.screening()),
                paranoia,
                detectionParanoia(section, paranoia, parent),
                section.find("operating-point")
                        .flatMap(PoliciesReader::operatingPoint)
                        .orElse(parent.operatingPoint()),
                own.map(found -> actions(found, parent.actions())).orElse(parent.actions()),
                own.map(found -> ruleActions(found, parent.ruleActions())).orElse(parent.ruleActions()),
                section.duration("deadline", parent.deadline(), SHORTEST, LONGEST),
                word(section, "on-error", OnError::of, Stream.of(OnError.values()).map(OnError::word),
                        parent.onError()),
                word(section, "reveal", Reveal::of, Stream.of(Reveal.values()).map(Reveal::word), parent.reveal()),
                section.find("compare-with").flatMap(found -> comparedWith(found, name)));
    }

    private Optional<Policy> parent(Value value) {
        Optional<String> name = value.name("policy", names);
        if (name.isEmpty()) return Optional.empty();
        if (open.contains(name.get())) {
            return value.refused("goes in a circle: " + String.join(" extends ", open) + " extends " + name.get());
        }
        if (open.size() >= DEEPEST) return value.refused("is a chain of more than " + DEEPEST + " policies");
        return Optional.of(policy(name.get()));
    }

    private static void completions(Value value) {
        if (!value.is("off")) value.error("only off is supported by this version: answers are not screened");
    }

    /** Not inherited: a copy would be compared with its original's candidate. */
    private Optional<String> comparedWith(Value value, String name) {
        Optional<String> other = value.name("policy", names);
        if (other.filter(name::equals).isPresent()) return value.refused("must be another policy");
        return other;
    }

    /** Where only {@code paranoia} is raised, the inherited detection level follows it. */
    private static int detectionParanoia(Section section, int paranoia, Policy parent) {
        int inherited = Math.max(paranoia, parent.detectionParanoia());
        int level = section.count("detection-paranoia", inherited, 1, HIGHEST_PARANOIA);
        if (level >= paranoia) return level;
        section.find("detection-paranoia")
                .ifPresent(value -> value.error("must be at least paranoia, which is " + paranoia));
        return paranoia;
    }

    private static Optional<OperatingPoint> operatingPoint(Value value) {
        Section section = Section.of(value, "false-alarms", "score");
        Optional<Value> falseAlarms = section.find("false-alarms");
        Optional<Value> score = section.find("score");
        if (falseAlarms.isPresent() == score.isPresent()) {
            if (value.node() instanceof YamlNode.Mapping) {
                value.error("must have either false-alarms or score, as in { false-alarms: 0.5% } or { score: 0.8 }");
            }
            return Optional.empty();
        }
        return falseAlarms.isPresent() ? falseAlarms(falseAlarms.get()) : score.flatMap(PoliciesReader::score);
    }

    private static Optional<OperatingPoint> falseAlarms(Value value) {
        OptionalDouble share = value.percentage();
        if (share.isEmpty()) return Optional.empty();
        try {
            return Optional.of(OperatingPoint.falseAlarms(share.getAsDouble()));
        } catch (IllegalArgumentException notInTable) {
            return value.refused(String.valueOf(notInTable.getMessage()));
        }
    }

    private static Optional<OperatingPoint> score(Value value) {
        OptionalDouble score = value.decimal();
        if (score.isEmpty()) return Optional.empty();
        if (score.getAsDouble() <= 0 || score.getAsDouble() >= 1) return value.refused("must be between 0 and 1");
        return Optional.of(new OperatingPoint(score.getAsDouble()));
    }

    private static Map<Category, Action> actions(Section section, Map<Category, Action> inherited) {
        Map<Category, Action> actions = new EnumMap<>(Category.class);
        actions.putAll(inherited);
        for (Category category : Category.values())
            section.find(category.word())
                    .ifPresent(found -> action(found, category)
                            .ifPresent(action -> actions.put(category, action)));
        return actions;
    }

    /** Kinds of personal data have actions of their own: {@code pii-credit-card: block}. */
    private static Map<String, Action> ruleActions(Section section, Map<String, Action> inherited) {
        Map<String, Action> actions = new HashMap<>(inherited);
        for (String kind : PII)
            section.find(kind)
                    .ifPresent(found -> action(found, Category.PII).ifPresent(action -> actions.put(kind, action)));
        return actions;
    }

    private static Section actionSection(Value value) {
        return Section.of(value,
                Stream.concat(Stream.of(Category.values()).map(Category::word), PII.stream()).toArray(String[]::new));
    }

    private static Optional<Action> action(Value value, Category category) {
        Optional<Action> action = value.word(Action::of, Stream.of(Action.values()).map(Action::word).toList());
        if (action.isEmpty() || action.get() != Action.REDACT) return action;
        return switch (category) {
            case SECRET, PII -> action;
            // Cutting the words out of an attack leaves an attack that was written with the cut in mind.
            case INJECTION, JAILBREAK, INDIRECT_INJECTION, EVASION, ABUSE ->
                value.refused("redact is for secret and pii only; possible: off, flag, block");
        };
    }

    private static <T> T word(Section section, String key, Function<String, Optional<T>> of, Stream<String> words,
            T otherwise) {
        List<String> known = words.toList();
        return section.find(key).flatMap(value -> value.word(of, known)).orElse(otherwise);
    }
}
