package io.tokenward.proxy.cli.rules;

import io.tokenward.rules.Rule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import tools.jackson.databind.json.JsonMapper;

/**
 * What one rule catches and costs, on the texts of its roles.
 *
 * @param attacks attacks that it matches, of all
 * @param alone attacks that no other rule matches
 * @param benign harmless texts that it matches, hard ones among them, of all
 * @param hard harmless texts that look like attacks and that it matches, of all
 * @param asked harmless texts whose words made the engine look at it closely, of all
 * @param languages of the attacks that it matches, with their numbers
 */
record RuleYield(Rule rule, Proportion attacks, long alone, Proportion benign, Proportion hard, Proportion asked,
        Map<String, Long> languages) {
    private static final JsonMapper JSON = new JsonMapper();

    static RuleYield of(Rule rule, List<Looked> looked) {
        List<Looked> own = looked.stream().filter(one -> rule.roles().contains(one.text().role())).toList();
        List<Looked> attacks = own.stream().filter(Looked::attack).toList();
        List<Looked> benign = own.stream().filter(Looked::benign).toList();
        List<Looked> found = attacks.stream().filter(one -> one.matched().contains(rule.id())).toList();
        return new RuleYield(rule, new Proportion(found.size(), attacks.size()),
                found.stream().filter(one -> one.matched().size() == 1).count(), matched(rule, benign),
                matched(rule, benign.stream().filter(one -> one.text().hard()).toList()),
                new Proportion(benign.stream().filter(one -> one.asked().contains(rule.id())).count(), benign.size()),
                found.stream()
                        .collect(Collectors.groupingBy(one -> one.text().lang(), TreeMap::new,
                                Collectors.counting())));
    }

    private static Proportion matched(Rule rule, List<Looked> texts) {
        return new Proportion(texts.stream().filter(one -> one.matched().contains(rule.id())).count(), texts.size());
    }

    /** Whether a harmless text is likelier to match than an attack: such a rule does harm at its level. */
    boolean harmful() {
        return benign.hits() > 0 && benign.share() >= attacks.share();
    }

    /** Whether these texts say nothing about it. */
    boolean silent() {
        return attacks.hits() == 0 && benign.hits() == 0;
    }

    String json() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("rule", rule.id());
        fields.put("paranoia", rule.paranoia());
        fields.put("points", rule.severity().points());
        fields.put("attacks", attacks.hits());
        fields.put("attacksOf", attacks.of());
        fields.put("alone", alone);
        fields.put("benign", benign.hits());
        fields.put("benignOf", benign.of());
        fields.put("hard", hard.hits());
        fields.put("hardOf", hard.of());
        fields.put("asked", asked.hits());
        fields.put("languages", languages);
        fields.put("harmful", harmful());
        return JSON.writeValueAsString(fields);
    }
}
