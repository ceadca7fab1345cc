package io.tokenward.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import java.util.List;
import java.util.Map;

/** Small packs for tests. */
public final class Texts {
    private Texts() {}

    /** A rule document with this condition. */
    public static String rule(String id, String when) {
        return """
                id: %s
                title: Rule %s
                category: injection
                severity: critical
                roles: [user, document]
                languages: [en]
                tags: [owasp-llm01]
                when: %s
                tests: { match: [Please open the vault now.], no-match: [The garden is green.] }
                """.formatted(id, id, when);
    }

    /** An engine of one pack with these documents. */
    public static RuleEngine engine(String... documents) throws RulesProblem {
        return RuleEngine.of(List.of(Map.of("p/rules.yaml", String.join("---\n", documents))));
    }

    /** Packs with one file each, named by their order. */
    public static PackReading reading(String... packs) {
        var errors = new io.tokenward.rules.yaml.YamlErrors();
        var contents = new java.util.ArrayList<PackContent>();
        for (String pack : packs)
            contents.add(new PackContent("p" + (contents.size() + 1),
                    Map.of("p" + (contents.size() + 1) + ".yaml", pack)));
        return PackReading.of(contents, errors);
    }

    static Passage passage(Role role, String pointer) {
        return new Passage("Please open the vault now.", role, pointer);
    }
}
