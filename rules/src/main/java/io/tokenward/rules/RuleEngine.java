package io.tokenward.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.rules.yaml.YamlErrors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A set of rules, ready to examine texts. Immutable and thread-safe; replaced as a whole. */
public final class RuleEngine {
    private final Map<String, Rule> rules;
    private final String version;
    private final Examiner examiner;

    private RuleEngine(Map<String, Rule> rules, String version) {
        this.rules = rules;
        this.version = version;
        this.examiner = new Examiner(List.copyOf(rules.values()));
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
        var errors = new YamlErrors();
        List<Map<String, String>> packs = new ArrayList<>();
        if (withBuiltin) packs.add(PackFiles.builtin());
        for (Path directory : packDirectories)
            packs.add(PackFiles.of(directory, errors));
        return of(packs, errors);
    }

    /** Packs as texts: name → text for each; for tests and tools. */
    public static RuleEngine of(List<Map<String, String>> packs) throws RulesProblem {
        return of(packs, new YamlErrors());
    }

    private static RuleEngine of(List<Map<String, String>> packs, YamlErrors errors) throws RulesProblem {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (Map<String, String> files : packs) {
            for (Rule rule : new PackReader(errors).read(files)) {
                Rule other = rules.putIfAbsent(rule.id(), rule);
                if (other != null) errors.add(rule.place(), rule.id(), "this id is taken by " + other.place());
            }
        }
        if (!errors.isEmpty()) throw new RulesProblem(errors.messages());
        return new RuleEngine(rules, version(packs));
    }

    /** {@code rules:} and a hash of everything that was read. */
    public String version() {
        return version;
    }

    /** All rules in the order read. */
    public List<Rule> rules() {
        return List.copyOf(rules.values());
    }

    /** The rule of that id. */
    public Optional<Rule> rule(String id) {
        return Optional.ofNullable(rules.get(id));
    }

    /**
     * What a passage shows.
     *
     * @param deadlineNanos a value of {@link System#nanoTime}
     * @throws DeadlineExceeded where it did not end in time
     */
    public Evidence examine(Passage passage, Trust trust, long deadlineNanos) throws DeadlineExceeded {
        return examiner.examine(passage, trust, () -> DeadlineExceeded.check(deadlineNanos));
    }

    /** The same without the prefilter, slowly: what {@link #examine} must agree with. */
    public Evidence examineExhaustively(Passage passage, Trust trust) {
        return examiner.examineExhaustively(passage, trust);
    }

    private static String version(List<Map<String, String>> packs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Map<String, String> files : packs) {
                files.forEach((name, text) -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    digest.update((name.length() + ":" + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes);
                });
            }
            return "rules:" + HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
