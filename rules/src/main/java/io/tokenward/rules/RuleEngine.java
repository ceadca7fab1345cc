package io.tokenward.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.text.TextView;
import io.tokenward.rules.memory.AttackMemory;
import io.tokenward.rules.yaml.YamlErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A set of rules, ready to examine texts. Immutable and thread-safe; replaced as a whole. */
public final class RuleEngine {
    private final List<Pack> packs;
    private final Map<String, Rule> rules;
    private final Exclusions exclusions;
    private final String version;
    private final KnownAttacks known;
    private final Examiner examiner;

    private RuleEngine(List<Pack> packs, Map<String, Rule> rules, String version) {
        this.packs = packs;
        this.rules = rules;
        this.version = version;
        this.known = KnownAttacks.of(packs);
        this.examiner = new Examiner(List.copyOf(rules.values()), known);
        List<Rule> meant = new ArrayList<>(rules.values());
        meant.addAll(known.rules());
        exclusions = new Exclusions(packs.stream().flatMap(pack -> pack.exclusions().stream()).toList(), meant);
    }

    /** The shipped packs alone. */
    public static RuleEngine builtin() {
        try {
            return load(List.of(), true);
        } catch (RulesProblem broken) {
            throw new IllegalStateException("the shipped rules do not load: " + broken.getMessage(), broken);
        }
    }

    /**
     * Packs from directories.
     *
     * @param withBuiltin whether the shipped packs are among them
     * @throws RulesProblem with all errors at once, if there is any
     */
    public static RuleEngine load(List<Path> packDirectories, boolean withBuiltin) throws RulesProblem {
        return load(new PackSources(withBuiltin, packDirectories, Optional.empty()));
    }

    /**
     * Packs from there.
     *
     * @throws RulesProblem with all errors at once, if there is any
     */
    public static RuleEngine load(PackSources sources) throws RulesProblem {
        return of(PackReading.of(sources));
    }

    /** Packs as texts: name → text for each; for tests and tools. */
    public static RuleEngine of(List<Map<String, String>> packs) throws RulesProblem {
        List<PackContent> contents = new ArrayList<>();
        for (Map<String, String> files : packs)
            contents.add(new PackContent("pack-" + (contents.size() + 1), files));
        return of(PackReading.of(contents, new YamlErrors()));
    }

    /**
     * Packs that were read.
     *
     * @throws RulesProblem with all that is wrong with them, if anything is
     */
    public static RuleEngine of(PackReading reading) throws RulesProblem {
        reading.orThrow();
        return new RuleEngine(reading.packs(), reading.rules(), reading.version());
    }

    /** Rules of no pack, with different ids: for tools that look at single ones. */
    public static RuleEngine ofRules(List<Rule> rules) {
        Map<String, Rule> byId = new LinkedHashMap<>();
        rules.forEach(rule -> byId.put(rule.id(), rule));
        return new RuleEngine(List.of(), byId, "rules:some");
    }

    /** {@code rules:} and a hash of everything that was read. */
    public String version() {
        return version;
    }

    /** The packs that it was made of, in the order named. */
    public List<Pack> packs() {
        return packs;
    }

    /** What does not count, where and until when. */
    public Exclusions exclusions() {
        return exclusions;
    }

    /** All rules in the order read. */
    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /** The rule of that id; a known attack is one too, under the id of its findings. */
    public Optional<Rule> rule(String id) {
        Rule rule = rules.get(id);
        return rule != null ? Optional.of(rule) : known.rule(id);
    }

    /** The attacks that are remembered. */
    public AttackMemory memory() {
        return known.memory();
    }

    /**
     * What a passage shows.
     *
     * @param deadlineNanos a value of {@link System#nanoTime}
     * @throws DeadlineExceeded where it did not end in time
     */
    public Evidence examine(Passage passage, Trust trust, long deadlineNanos) throws DeadlineExceeded {
        return examine(passage, trust, true, deadlineNanos);
    }

    /**
     * The same for policies that may not care for personal data.
     *
     * @param personalData as {@link Policy#caresForPersonalData} says; without it, its rules cost nothing and find nothing
     */
    public Evidence examine(Passage passage, Trust trust, boolean personalData, long deadlineNanos)
            throws DeadlineExceeded {
        return examine(passage, trust, Scope.of(personalData), deadlineNanos);
    }

    /** The same for what is not looked for everything; what is left out costs nothing and finds nothing. */
    public Evidence examine(Passage passage, Trust trust, Scope scope, long deadlineNanos) throws DeadlineExceeded {
        return examiner.examine(passage, trust, scope, () -> DeadlineExceeded.check(deadlineNanos));
    }

    /** The same without a deadline, for those who wait as long as it takes. */
    public Evidence examine(Passage passage, Trust trust, Scope scope) {
        try {
            return examiner.examine(passage, trust, scope, () -> {});
        } catch (DeadlineExceeded impossible) {
            throw new IllegalStateException("there is no deadline", impossible);
        }
    }

    /**
     * The ids of the rules that a passage's words and literals make the engine look at closely, whether they match or not: what a rule
     * costs, for reports.
     */
    public Set<String> lookedAt(Passage passage, Trust trust) {
        return examiner.lookedAt(passage, trust);
    }

    /** The ways in which a text is read, the first one as it stands but folded; for explanations. */
    public static List<TextView> views(String text) {
        return List.copyOf(Examiner.views(text));
    }

    /** The same without the prefilter, slowly: what {@link #examine} must agree with. */
    public Evidence examineExhaustively(Passage passage, Trust trust) {
        return examiner.examineExhaustively(passage, trust);
    }
}
