package io.tokenward.rules;

import io.tokenward.detectors.Category;
import io.tokenward.rules.memory.KnownAttack;
import io.tokenward.rules.memory.Sketch;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.util.List;

/**
 * Reads {@code known-attacks:}, a map from category to a list of sketches as {@code tokenward memory add} writes them. A
 * sketch may be followed by a blank and a remark.
 */
final class KnownAttackReader {
    /** The key by which such a document is recognised. */
    static final String KEY = "known-attacks";

    private KnownAttackReader() {}

    static void read(YamlNode node, List<KnownAttack> into, YamlErrors errors) {
        if (!(node instanceof YamlNode.Mapping map)) {
            errors.add(node.place(), KEY, "must be a map from a category to a list of sketches");
            return;
        }
        map.entries().forEach((word, entry) -> {
            Category category = Category.of(word).filter(Category::attack).orElse(null);
            if (category == null) {
                errors.add(entry.keyPlace(), KEY, "\"" + word
                        + "\" is no category of attacks: injection, jailbreak, indirect_injection or evasion");
            } else if (entry.value() instanceof YamlNode.Sequence(List<YamlNode> items, var _)) {
                for (YamlNode item : items)
                    one(category, item, into, errors);
            } else {
                errors.add(entry.value().place(), KEY + "." + word, "must be a list of sketches");
            }
        });
    }

    private static void one(Category category, YamlNode item, List<KnownAttack> into, YamlErrors errors) {
        if (!(item instanceof YamlNode.Scalar(String text, _, var place))) {
            errors.add(item.place(), KEY, "must be a sketch; `tokenward memory add` makes one from a text");
            return;
        }
        try {
            into.add(new KnownAttack(category, Sketch.parse(text.strip().split(" ", 2)[0]), place));
        } catch (IllegalArgumentException no) {
            errors.add(place, KEY,
                    "no sketch (" + no.getMessage() + "); `tokenward memory add` makes one from a text");
        }
    }
}
