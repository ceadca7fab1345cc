package io.tokenward.rules;

import io.tokenward.detectors.Detectors;
import io.tokenward.rules.memory.KnownAttack;
import io.tokenward.rules.yaml.Place;
import io.tokenward.rules.yaml.Yaml;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the files of one pack twice: first what it says of itself and shares, then its rules, one after the other, so that no more
 * than one document is held. All that is wrong goes to {@code errors}, at once.
 */
final class PackReader {
    /** More rules in one pack are refused. */
    static final int MAX_RULES = 20_000;
    /** Characters of all queries of a pack with their word lists: a hundred times what ships. */
    static final int MAX_QUERIES = 8 << 20;
    private static final Set<String> PACK_KEYS = Set.of("pack", "version", "mode", "requires", "title");
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final List<KnownAttack> attacks = new ArrayList<>();
    private final YamlErrors errors;
    /** Those that can be read to their ends. */
    private final Map<String, String> files = new LinkedHashMap<>();
    private final QueryReader syntax = new QueryReader();
    private final Set<String> detectors = Detectors.standard().names();
    private final List<Rule> rules = new ArrayList<>();
    private final List<Exclusion> exclusions = new ArrayList<>();
    private long queries;
    private boolean full;
    private final Map<String, List<String>> words = new HashMap<>();
    private final Map<String, Place> requires = new LinkedHashMap<>();
    private String name;
    private String version = "";
    private Mode mode = Mode.BLOCK;

    PackReader(PackContent content, YamlErrors errors) {
        this.errors = errors;
        name = content.name();
        content.files().forEach(this::shared);
    }

    private void shared(String file, String text) {
        List<YamlNode.Mapping> shared = new ArrayList<>();
        boolean whole = Yaml.forEach(file, text, errors, document -> {
            if (document instanceof YamlNode.Mapping map && isShared(map)) shared.add(map);
        });
        if (!whole) return;
        files.put(file, text);
        shared.forEach(this::shared);
    }

    String name() {
        return name;
    }

    /** Words that packs which require it may use too. */
    Map<String, List<String>> words() {
        return words;
    }

    /** Names of packs with the place of each. */
    Map<String, Place> requires() {
        return requires;
    }

    /** @param borrowed words of the packs that it requires; its own come first; to be called once */
    Pack read(Map<String, List<String>> borrowed) {
        Map<String, List<String>> known = new HashMap<>(borrowed);
        known.putAll(words);
        // What YAML says against them was noted the first time.
        files.forEach(
                (file, text) -> Yaml.forEach(file, text, new YamlErrors(), document -> document(document, known)));
        if (rules.size() > MAX_RULES) errors.add(rules.size() + " rules in one pack; at most " + MAX_RULES);
        return new Pack(name, version, mode, List.copyOf(requires.keySet()), rules, exclusions, attacks);
    }

    private void document(YamlNode document, Map<String, List<String>> known) {
        if (full) return;
        if (queries > MAX_QUERIES) {
            full = true;
            errors.add(document.place(), "", "the queries before this are longer than " + (MAX_QUERIES >> 20)
                    + " Mi characters with their word lists; split the pack or shorten its lists");
        } else if (!(document instanceof YamlNode.Mapping map)) {
            errors.add(document.place(), "", "a document must be a map, this is " + document.kind());
        } else if (map.get("exclude").isPresent()) {
            new ExclusionReader(map, errors).read().ifPresent(exclusions::add);
        } else if (map.get(KnownAttackReader.KEY).isPresent()) {
            KnownAttackReader.read(map.get(KnownAttackReader.KEY).orElseThrow(), attacks, errors);
        } else if (!isShared(map)) {
            new RuleReader(map, known, mode, syntax, detectors, errors).read().ifPresent(rule -> {
                rules.add(rule);
                queries += queries(rule.when());
            });
        }
    }

    private static long queries(Condition condition) {
        return switch (condition) {
            case Condition.QueryLeaf leaf -> leaf.written().length();
            case Condition.PatternLeaf _,Condition.DetectorLeaf _ -> 0;
            case Condition.All(List<Condition> of) -> queries(of);
            case Condition.Any(List<Condition> of) -> queries(of);
            case Condition.Not(Condition of) -> queries(of);
            case Condition.AtLeast(int _, List<Condition> of) -> queries(of);
        };
    }

    private static long queries(List<Condition> of) {
        return of.stream().mapToLong(PackReader::queries).sum();
    }

    private static boolean isShared(YamlNode.Mapping map) {
        return map.get("pack").isPresent() || (map.get("words").isPresent() && map.get("id").isEmpty());
    }

    private void shared(YamlNode.Mapping map) {
        if (map.get("pack").isPresent()) {
            pack(map);
        } else {
            map.entries().forEach((key, entry) -> {
                if (!key.equals("words"))
                    errors.add(entry.keyPlace(), key, "only words may stand here; a rule needs an id");
            });
            WordLists.read(map.get("words").orElseThrow(), words, errors);
        }
    }

    private void pack(YamlNode.Mapping map) {
        map.entries().forEach((key, entry) -> {
            switch (key) {
                case "pack" -> name = text(entry.value(), key, NAME, "must be a name like acme", name);
                case "version" ->
                    version = text(entry.value(), key, "[A-Za-z0-9.+_-]{1,64}", "must be like 2026.11.3", version);
                case "mode" -> mode(entry.value());
                case "requires" -> requires(entry.value());
                case "title" -> {}
                default -> errors.add(entry.keyPlace(), key,
                        "no such key in pack.yaml" + YamlErrors.didYouMean(key, PACK_KEYS));
            }
        });
    }

    private void mode(YamlNode node) {
        if (node instanceof YamlNode.Scalar(String text, _, _) && Mode.of(text).isPresent()) {
            mode = Mode.of(text).get();
        } else {
            errors.add(node.place(), "mode", "must be off, shadow, score or block");
        }
    }

    private void requires(YamlNode node) {
        List<YamlNode> names = node instanceof YamlNode.Sequence(List<YamlNode> items, _) ? items : List.of(node);
        for (YamlNode one : names) {
            String required = text(one, "requires", NAME, "must be the name of a pack, or a list of names", "");
            if (!required.isEmpty()) requires.put(required, one.place());
        }
    }

    private String text(YamlNode node, String key, String shape, String message, String otherwise) {
        if (node instanceof YamlNode.Scalar(String text, _, _) && text.matches(shape)) return text;
        errors.add(node.place(), key, message);
        return otherwise;
    }
}
