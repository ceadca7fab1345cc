package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Role;
import io.tokenward.rules.Rule;
import java.io.PrintStream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/** Rules as lists: one a line, id first, for people and for programs. */
final class RuleLines {
    private static final JsonMapper JSON = new JsonMapper();

    private RuleLines() {}

    static void print(Collection<Rule> rules, boolean json, PrintStream out) {
        for (Rule rule : rules) {
            out.println(json ? JSON.writeValueAsString(fields(rule)) : line(rule));
        }
    }

    private static String line(Rule rule) {
        return rule.id() + "  " + rule.severity().word() + "  p" + rule.paranoia() + "  " + rule.mode().word() + "  "
                + String.join(",", rule.languages()) + "  " + rule.title();
    }

    private static Map<String, Object> fields(Rule rule) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", rule.id());
        fields.put("title", rule.title());
        fields.put("category", rule.category().word());
        fields.put("severity", rule.severity().word());
        fields.put("paranoia", rule.paranoia());
        fields.put("mode", rule.mode().word());
        fields.put("roles", rule.roles().stream().sorted().map(Role::word).toList());
        fields.put("languages", rule.languages());
        fields.put("tags", rule.tags());
        fields.put("place", rule.place().toString());
        return fields;
    }
}
