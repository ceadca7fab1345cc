package io.tokenward.rules.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class YamlTest {
    private final YamlErrors errors = new YamlErrors();

    @Test
    void nodesKnowTheirPlace() {
        var map = (YamlNode.Mapping) Yaml.read("a.yaml", "a: 1\nb:\n  - off\n  - \"x\"\n", errors).getFirst();
        var list = (YamlNode.Sequence) map.get("b").orElseThrow();

        assertThat(errors.messages()).isEmpty();
        assertThat(list.items().get(1)).isEqualTo(new YamlNode.Scalar("x", true, new Place("a.yaml", 4, 5)));
        assertThat(((YamlNode.Scalar) list.items().getFirst()).text()).isEqualTo("off");
    }

    @Test
    void aSurrogatePairMayStandAnywhere() {
        for (int at = 8150; at < 8230; at++) {
            String value = "x".repeat(at) + "😀".repeat(9000);
            var map = (YamlNode.Mapping) Yaml.read("a.yaml", "a: " + value + "\n", errors).getFirst();
            assertThat(((YamlNode.Scalar) map.get("a").orElseThrow()).text()).isEqualTo(value);
        }
        assertThat(errors.messages()).isEmpty();
    }

    @Test
    void severalDocumentsAreReadInOrder() {
        assertThat(Yaml.read("a.yaml", "a: 1\n---\nb: 2\n", errors)).hasSize(2);
    }

    @Test
    void documentsAreHandedOnBeforeTheNextIsRead() {
        List<YamlNode> documents = new ArrayList<>();

        assertThat(Yaml.forEach("a.yaml", "a: 1\n---\nb: [2\n", errors, documents::add)).isFalse();
        assertThat(documents).hasSize(1);
        assertThat(errors.messages()).singleElement().asString().startsWith("a.yaml:");
        assertThat(Yaml.read("a.yaml", "a: 1\n---\nb: [2\n", errors)).as("all or none").isEmpty();
    }

    @Test
    void halfASurrogatePairAtTheEndIsRefusedAndBreaksNothing() {
        for (int at = 8180; at < 8200; at++)
            assertThat(Yaml.read("a.yaml", "a: " + "x".repeat(at) + "\ud83d", errors)).isEmpty();
        assertThat(errors.messages()).hasSize(20).allMatch(message -> message.contains("not YAML"));
    }

    @Test
    void aliasesMergeKeysAndDuplicatesAreRefusedWithPlace() {
        Yaml.read("a.yaml", "a: &x 1\nb: *x\n", errors);
        Yaml.read("b.yaml", "a:\n  <<: {b: 1}\n", errors);
        Yaml.read("c.yaml", "a: 1\na: 2\n", errors);
        Yaml.read("d.yaml", "a: [1\n", errors);

        assertThat(errors.messages()).hasSize(4);
        assertThat(errors.messages().get(0)).startsWith("a.yaml:2:4: aliases are not supported");
        assertThat(errors.messages().get(1)).startsWith("b.yaml:2:3: merge keys");
        assertThat(errors.messages().get(2)).isEqualTo("c.yaml:2:1: key \"a\" stands twice");
        assertThat(errors.messages().get(3)).startsWith("d.yaml:2:1: not YAML");
    }

    @Test
    void deepNestingIsRefusedBeforeAnythingRecursiveSeesIt() {
        Yaml.read("deep.yaml", "[".repeat(100_000), errors);

        assertThat(errors.messages()).singleElement().asString().contains("nested deeper than 64");
    }

    @Test
    void theNearestKnownWordIsOffered() {
        assertThat(YamlErrors.didYouMean("defualt", List.of("default", "agents")))
                .isEqualTo("; did you mean \"default\"?");
        assertThat(YamlErrors.didYouMean("zzz", List.of("default"))).isEmpty();
    }
}
