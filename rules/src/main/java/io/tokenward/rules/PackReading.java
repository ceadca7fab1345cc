package io.tokenward.rules;

import io.tokenward.rules.memory.AttackMemory;
import io.tokenward.rules.yaml.Place;
import io.tokenward.rules.yaml.YamlErrors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packs as read, with everything that is wrong with them. Immutable. */
public final class PackReading {
    private final List<Pack> packs;
    private final Map<String, Rule> rules;
    private final String version;
    private final YamlErrors errors;

    private PackReading(List<Pack> packs, Map<String, Rule> rules, String version, YamlErrors errors) {
        this.packs = List.copyOf(packs);
        this.rules = rules;
        this.version = version;
        this.errors = errors;
    }

    /** Reads them all, whatever is wrong with any. */
    public static PackReading of(PackSources sources) {
        var errors = new YamlErrors();
        List<PackContent> contents = new ArrayList<>();
        if (sources.builtin()) contents.add(PackFiles.builtin());
        for (Path directory : sources.directories())
            PackFiles.of(directory, sources.verifier(), errors).ifPresent(contents::add);
        return of(contents, errors);
    }

    static PackReading of(List<PackContent> contents, YamlErrors errors) {
        Map<String, PackReader> readers = new LinkedHashMap<>();
        for (PackContent content : contents) {
            var reader = new PackReader(content, errors);
            if (readers.putIfAbsent(reader.name(), reader) != null)
                errors.add("two packs are called \"" + reader.name() + "\"; give one another name in its pack.yaml");
        }
        List<Pack> packs = new ArrayList<>();
        for (PackReader reader : readers.values())
            packs.add(reader.read(borrowed(reader, readers, errors)));
        int attacks = packs.stream()
                .filter(pack -> pack.mode() != Mode.OFF)
                .mapToInt(pack -> pack.attacks().size())
                .sum();
        if (attacks > AttackMemory.MOST) {
            errors.add(attacks + " known attacks in all packs; at most " + AttackMemory.MOST
                    + ", take out with tokenward memory remove what is copied no more");
        }
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (Pack pack : packs) {
            for (Rule rule : pack.rules()) {
                Rule other = rules.putIfAbsent(rule.id(), rule);
                if (other != null) errors.add(rule.place(), rule.id(), "this id is taken by " + other.place());
            }
        }
        return new PackReading(packs, rules, version(contents), errors);
    }

    private static Map<String, List<String>> borrowed(PackReader reader, Map<String, PackReader> all,
            YamlErrors errors) {
        Map<String, List<String>> words = new HashMap<>();
        reader.requires().forEach((name, place) -> {
            PackReader required = all.get(name);
            if (required == null) {
                missing(place, name, all, errors);
            } else {
                words.putAll(required.words());
            }
        });
        return words;
    }

    private static void missing(Place place, String name, Map<String, PackReader> all, YamlErrors errors) {
        errors.add(place, "requires", "the pack \"" + name + "\" is not loaded; load it too"
                + YamlErrors.didYouMean(name, all.keySet()));
    }

    /** The same with every rule in shadow scoring: what would happen if they were promoted. */
    public PackReading promoted() {
        Map<String, Rule> promoted = new LinkedHashMap<>();
        rules.forEach((id, rule) -> promoted.put(id, rule.mode() == Mode.SHADOW ? rule.in(Mode.SCORE) : rule));
        return new PackReading(packs, promoted, version + "-promoted", errors);
    }

    /** The packs in the order in which they were named; what could not be read is left out. */
    public List<Pack> packs() {
        return packs;
    }

    /** Everything that is wrong, with places. */
    public YamlErrors errors() {
        return errors;
    }

    /** All rules by id, in the order read. */
    Map<String, Rule> rules() {
        return rules;
    }

    /** {@code rules:} and a hash of everything that was read. */
    String version() {
        return version;
    }

    /** Throws where anything is wrong. */
    void orThrow() throws RulesProblem {
        if (!errors.isEmpty()) throw new RulesProblem(errors.messages());
    }

    private static String version(List<PackContent> packs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (PackContent pack : packs) {
                pack.files().forEach((name, text) -> {
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
