package io.tokenward.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads {@code tests:}. A rule without a text that it must match and one that it must not match does not load. */
final class TestReader {
    private final Complaint complaint;

    TestReader(Complaint complaint) {
        this.complaint = complaint;
    }

    List<RuleTest> read(YamlNode.Mapping rule) {
        List<RuleTest> tests = new ArrayList<>();
        Role role = firstRole(rule);
        if (!(rule.get("tests").orElse(null) instanceof YamlNode.Mapping map)) {
            complaint.at(rule.place(), "a rule needs tests: { match: […], no-match: […] }");
            return tests;
        }
        map.entries().forEach((key, entry) -> {
            switch (key) {
                case "match" -> items(entry.value(), RuleTest.Expect.MATCH, role, tests);
                case "no-match" -> items(entry.value(), RuleTest.Expect.NO_MATCH, role, tests);
                case "todo" -> items(entry.value(), RuleTest.Expect.TODO, role, tests);
                default -> complaint.at(entry.keyPlace(),
                        "no such key \"" + key + "\""
                                + YamlErrors.didYouMean(key, List.of("match", "no-match", "todo")));
            }
        });
        for (RuleTest.Expect needed : List.of(RuleTest.Expect.MATCH, RuleTest.Expect.NO_MATCH)) {
            if (tests.stream().noneMatch(test -> test.expect() == needed)) {
                complaint.at(map.place(),
                        "needs at least one text under " + (needed == RuleTest.Expect.MATCH ? "match" : "no-match"));
            }
        }
        return tests;
    }

    /** Tests speak in the rule's first role unless they name one. */
    private static Role firstRole(YamlNode.Mapping rule) {
        if (rule.get("roles").orElse(null) instanceof YamlNode.Sequence roles && !roles.items().isEmpty()
                && roles.items().getFirst() instanceof YamlNode.Scalar(String word, _, _)) {
            return Role.of(word).orElse(Role.USER);
        }
        return Role.USER;
    }

    private void items(YamlNode node, RuleTest.Expect expect, Role role, List<RuleTest> tests) {
        if (!(node instanceof YamlNode.Sequence list)) {
            complaint.at(node.place(), "must be a list of texts");
            return;
        }
        for (YamlNode item : list.items()) {
            test(item, role, expect).ifPresent(tests::add);
        }
    }

    private Optional<RuleTest> test(YamlNode item, Role otherwise, RuleTest.Expect expect) {
        if (item instanceof YamlNode.Scalar(String text, _, _)) {
            return Optional.of(
                    new RuleTest(new Passage(text, otherwise, ""), Mutation.PLAIN, expect, item.place()));
        }
        if (!(item instanceof YamlNode.Mapping map))
            return wrong(item, "must be a text or { text: …, as: …, role: … }");
        for (String key : map.entries().keySet()) {
            if (!List.of("text", "text-b64", "as", "role").contains(key))
                return wrong(item, "no such key \"" + key + "\" in a test");
        }
        Optional<String> text = text(map);
        if (text.isEmpty()) return wrong(item, "needs text, or text-b64 in base64");
        Role role = otherwise;
        if (map.get("role").isPresent()) {
            Optional<Role> named = word(map, "role").flatMap(Role::of);
            if (named.isEmpty())
                return wrong(item, "role must be one of " + Arrays.stream(Role.values()).map(Role::word).toList());
            role = named.get();
        }
        Mutation mutation = Mutation.PLAIN;
        if (map.get("as").isPresent()) {
            Optional<Mutation> named = word(map, "as").flatMap(Mutation::of);
            if (named.isEmpty())
                return wrong(item,
                        "as must be one of " + Arrays.stream(Mutation.values()).map(Mutation::word).toList());
            mutation = named.get();
        }
        return Optional.of(new RuleTest(new Passage(mutation.apply(text.get()), role, ""), mutation, expect,
                item.place()));
    }

    private Optional<String> text(YamlNode.Mapping map) {
        Optional<String> plain = word(map, "text");
        if (plain.isPresent()) return plain;
        try {
            return word(map, "text-b64")
                    .map(encoded -> new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> word(YamlNode.Mapping map, String key) {
        return map.get(key).filter(YamlNode.Scalar.class::isInstance).map(node -> ((YamlNode.Scalar) node).text());
    }

    private <T> Optional<T> wrong(YamlNode item, String message) {
        complaint.at(item.place(), message);
        return Optional.empty();
    }
}
