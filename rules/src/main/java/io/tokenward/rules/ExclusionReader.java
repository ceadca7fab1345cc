package io.tokenward.rules;

import io.tokenward.detectors.Role;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one exclusion. Reason, owner and last day are required: nobody may switch a rule off for ever without a name. */
final class ExclusionReader {
    private static final List<String> KEYS = List.of("exclude", "for", "reason", "owner", "expires");

    private final YamlNode.Mapping map;
    private final YamlErrors errors;
    private boolean broken;

    ExclusionReader(YamlNode.Mapping map, YamlErrors errors) {
        this.map = map;
        this.errors = errors;
    }

    Optional<Exclusion> read() {
        known(map, "", KEYS);
        Optional<YamlNode.Mapping> what = section("exclude", List.of("rules", "tags"));
        Optional<YamlNode.Mapping> where = section("for", List.of("tenants", "routes", "roles", "pointer"));
        Set<String> rules = words(what, "exclude", "rules");
        Set<String> tags = words(what, "exclude", "tags");
        if (what.isPresent() && rules.isEmpty() && tags.isEmpty())
            wrong(what.get(), "exclude", "name at least one rule or tag");
        String reason = required("reason", "say why these findings are wrong there");
        String owner = required("owner", "name who answers for it, such as security@acme.example");
        LocalDate expires = expires();
        var exclusion = new Exclusion(rules, tags, words(where, "for", "tenants"), words(where, "for", "routes"),
                roles(where), pointer(where), reason, owner, expires, map.place());
        return broken ? Optional.empty() : Optional.of(exclusion);
    }

    private LocalDate expires() {
        String text = required("expires", "give the last day it works, such as 2027-03-31");
        if (text.isEmpty()) return LocalDate.EPOCH;
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            wrong(map.get("expires").orElse(map), "expires", "must be a day like 2027-03-31");
            return LocalDate.EPOCH;
        }
    }

    private Set<Role> roles(Optional<YamlNode.Mapping> where) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String word : words(where, "for", "roles")) {
            Role.of(word)
                    .ifPresentOrElse(roles::add,
                            () -> wrong(where.orElse(map), "for.roles", "no role \"" + word + "\"" + YamlErrors
                                    .didYouMean(word, Arrays.stream(Role.values()).map(Role::word).toList())));
        }
        return roles;
    }

    private String pointer(Optional<YamlNode.Mapping> where) {
        Optional<YamlNode> node = where.flatMap(found -> found.get("pointer"));
        if (node.isEmpty()) return "";
        if (node.get() instanceof YamlNode.Scalar(String text, _, _) && text.startsWith("/")) return text;
        wrong(node.get(), "for.pointer", "must be a JSON pointer like /messages/*/content");
        return "";
    }

    private Optional<YamlNode.Mapping> section(String key, List<String> keys) {
        Optional<YamlNode> node = map.get(key);
        if (node.isEmpty()) return Optional.empty();
        if (!(node.get() instanceof YamlNode.Mapping section)) {
            wrong(node.get(), key, "must be a map, this is " + node.get().kind());
            return Optional.empty();
        }
        known(section, key + ".", keys);
        return Optional.of(section);
    }

    private void known(YamlNode.Mapping section, String path, List<String> keys) {
        section.entries().forEach((key, entry) -> {
            if (keys.contains(key)) return;
            broken = true;
            errors.add(entry.keyPlace(), path + key,
                    "no such key in an exclusion" + YamlErrors.didYouMean(key, keys));
        });
    }

    private Set<String> words(Optional<YamlNode.Mapping> section, String path, String key) {
        Set<String> words = new LinkedHashSet<>();
        Optional<YamlNode> node = section.flatMap(found -> found.get(key));
        if (node.isEmpty()) return words;
        if (!(node.get() instanceof YamlNode.Sequence list)) {
            wrong(node.get(), path + "." + key, "must be a list, this is " + node.get().kind());
            return words;
        }
        for (YamlNode item : list.items()) {
            if (item instanceof YamlNode.Scalar(String text, _, _) && !text.isBlank()) {
                words.add(text);
            } else {
                wrong(item, path + "." + key, "must be a list of words");
            }
        }
        return words;
    }

    private String required(String key, String message) {
        Optional<YamlNode> node = map.get(key);
        if (node.isPresent() && node.get() instanceof YamlNode.Scalar(String text, _, _) && !text.isBlank())
            return text.strip();
        wrong(node.orElse(map), key, message);
        return "";
    }

    private void wrong(YamlNode node, String path, String message) {
        broken = true;
        errors.add(node.place(), path, message);
    }
}
