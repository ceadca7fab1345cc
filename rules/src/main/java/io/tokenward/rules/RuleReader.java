package io.tokenward.rules;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Severity;
import io.tokenward.rules.yaml.Place;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads one rule document. */
final class RuleReader {
    private static final Set<String> KEYS = Set.of("id", "title", "category", "severity", "paranoia", "mode", "roles",
            "languages", "tags",
            "words", "when", "advice", "false-alarms", "tests");

    private final YamlNode.Mapping map;
    private final Map<String, List<String>> packWords;
    private final Mode atMost;
    private final QueryReader queries;
    private final Set<String> detectors;
    private final YamlErrors errors;
    private final String id;

    RuleReader(YamlNode.Mapping map, Map<String, List<String>> packWords, Mode atMost, QueryReader queries,
            Set<String> detectors, YamlErrors errors) {
        this.map = map;
        this.packWords = packWords;
        this.atMost = atMost;
        this.queries = queries;
        this.detectors = detectors;
        this.errors = errors;
        this.id = map.get("id")
                .filter(YamlNode.Scalar.class::isInstance)
                .map(n -> ((YamlNode.Scalar) n).text())
                .orElse("");
    }

    Optional<Rule> read() {
        map.entries().forEach((key, entry) -> {
            if (!KEYS.contains(key))
                wrong(entry.keyPlace(), key, "no such key in a rule" + YamlErrors.didYouMean(key, KEYS));
        });
        if (!id.matches("[a-z][a-z0-9]*(-[a-z0-9]+)+"))
            wrong(place("id"), "id", "must be like injection-110: family, hyphen, number or name");
        Category category = word("category", Category::of, Stream.of(Category.values()).map(Category::word),
                Category.INJECTION);
        Severity severity = word("severity", Severity::of, Stream.of(Severity.values()).map(Severity::word),
                Severity.NOTICE);
        Mode mode = map.get("mode").isEmpty()
                ? Mode.SCORE
                : word("mode", Mode::of, Stream.of(Mode.values()).map(Mode::word), Mode.SCORE);
        if (mode.compareTo(atMost) > 0) mode = atMost;
        Map<String, List<String>> words = new HashMap<>(packWords);
        map.get("words").ifPresent(node -> WordLists.read(node, words, errors));
        Optional<Condition> when = map.get("when").isEmpty()
                ? missing("when", "a rule needs a condition")
                : new ConditionReader(new Expansion(words), queries, detectors,
                        (place, message) -> wrong(place, "when", message))
                        .read(map.get("when").orElseThrow());
        List<RuleTest> tests = new TestReader((place, message) -> wrong(place, "tests", message)).read(map);
        String title = text("title", "");
        if (title.isBlank()) wrong(place("title"), "title", "a rule needs a title");
        if (when.isEmpty()) return Optional.empty();
        return Optional.of(new Rule(id, title, category, severity, paranoia(), mode, roles(), list("languages"),
                list("tags"), when.get(),
                text("advice", ""), text("false-alarms", ""), tests, map.place()));
    }

    private int paranoia() {
        String text = text("paranoia", "1");
        if (text.matches("[1-4]")) return text.charAt(0) - '0';
        wrong(place("paranoia"), "paranoia", "must be 1, 2, 3 or 4");
        return 1;
    }

    private Set<Role> roles() {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : list("roles")) {
            Role.of(word)
                    .ifPresentOrElse(roles::add, () -> wrong(place("roles"), "roles", "no role \"" + word + "\""
                            + YamlErrors.didYouMean(word, Arrays.stream(Role.values()).map(Role::word).toList())));
        }
        if (roles.isEmpty()) wrong(place("roles"), "roles", "name at least one role");
        return roles;
    }

    private <T> T word(String key, Function<String, Optional<T>> parse, Stream<String> known, T otherwise) {
        String text = text(key, "");
        Optional<T> value = parse.apply(text);
        if (value.isEmpty()) {
            List<String> words = known.toList();
            wrong(place(key), key,
                    "must be one of " + words + (text.isEmpty() ? "" : YamlErrors.didYouMean(text, words)));
        }
        return value.orElse(otherwise);
    }

    private String text(String key, String otherwise) {
        YamlNode node = map.get(key).orElse(null);
        if (node == null) return otherwise;
        if (node instanceof YamlNode.Scalar(String text, _, _)) return text;
        wrong(node.place(), key, "must be text, this is " + node.kind());
        return otherwise;
    }

    private List<String> list(String key) {
        YamlNode node = map.get(key).orElse(null);
        if (node == null) return List.of();
        List<String> texts = new ArrayList<>();
        if (node instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                if (item instanceof YamlNode.Scalar(String text, _, _)) {
                    texts.add(text);
                } else {
                    wrong(item.place(), key, "must be a list of words");
                }
            }
        } else {
            wrong(node.place(), key, "must be a list, this is " + node.kind());
        }
        return texts;
    }

    private <T> Optional<T> missing(String key, String message) {
        wrong(map.place(), key, message);
        return Optional.empty();
    }

    private Place place(String key) {
        return map.get(key).map(YamlNode::place).orElse(map.place());
    }

    private void wrong(Place place, String key, String message) {
        errors.add(place, id.isEmpty() ? key : id + "." + key, message);
    }
}
