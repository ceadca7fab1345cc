package io.tokenward.rules;

import io.tokenward.detectors.Detectors;
import io.tokenward.rules.yaml.Yaml;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the files of one pack into rules. Everything that is wrong goes to {@code errors}, at once. */
final class PackReader {
    /** More rules in one pack are refused. */
    static final int MAX_RULES = 20_000;
    private static final Set<String> PACK_KEYS = Set.of("pack", "version", "mode", "requires", "title");

    private final YamlErrors errors;
    private final Map<String, List<String>> words = new HashMap<>();
    private Mode mode = Mode.BLOCK;

    PackReader(YamlErrors errors) {
        this.errors = errors;
    }

    /** @param files name → text, the names as users know them */
    List<Rule> read(Map<String, String> files) {
        Map<String, List<YamlNode>> documents = new TreeMap<>();
        files.forEach((name, text) -> documents.put(name, Yaml.read(name, text, errors)));
        documents.values().forEach(list -> list.forEach(this::shared));
        List<Rule> rules = new ArrayList<>();
        for (List<YamlNode> list : documents.values()) {
            for (YamlNode document : list) {
                if (document instanceof YamlNode.Mapping map && !isShared(map)) {
                    new RuleReader(map, words, mode, Detectors.standard().names(), errors).read().ifPresent(rules::add);
                } else if (!(document instanceof YamlNode.Mapping)) {
                    errors.add(document.place(), "", "a document must be a map, this is " + document.kind());
                }
            }
        }
        if (rules.size() > MAX_RULES) errors.add(rules.size() + " rules in one pack; at most " + MAX_RULES);
        return rules;
    }

    private static boolean isShared(YamlNode.Mapping map) {
        return map.get("pack").isPresent() || (map.get("words").isPresent() && map.get("id").isEmpty());
    }

    private void shared(YamlNode document) {
        if (!(document instanceof YamlNode.Mapping map) || !isShared(map)) return;
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
            if (!PACK_KEYS.contains(key)) {
                errors.add(entry.keyPlace(), key, "no such key in pack.yaml" + YamlErrors.didYouMean(key, PACK_KEYS));
            }
        });
        map.get("mode").ifPresent(node -> {
            if (node instanceof YamlNode.Scalar(String text, _, _) && Mode.of(text).isPresent()) {
                mode = Mode.of(text).get();
            } else {
                errors.add(node.place(), "mode", "must be off, shadow, score or block");
            }
        });
    }
}
