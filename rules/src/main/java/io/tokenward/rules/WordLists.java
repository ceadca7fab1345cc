package io.tokenward.rules;

import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads {@code words:}: names of lists, each a list of words or phrases. */
final class WordLists {
    private WordLists() {}

    static void read(YamlNode node, Map<String, List<String>> into, YamlErrors errors) {
        if (!(node instanceof YamlNode.Mapping lists)) {
            errors.add(node.place(), "words", "must be a map of lists");
            return;
        }
        lists.entries().forEach((name, entry) -> {
            List<String> words = new ArrayList<>();
            if (!Expansion.isName(name)) {
                errors.add(entry.keyPlace(), "words." + name,
                        "a list is named in letters, digits and hyphens, a letter first: queries call it $name");
                return;
            }
            if (entry.value() instanceof YamlNode.Sequence sequence) {
                for (YamlNode item : sequence.items()) {
                    if (item instanceof YamlNode.Scalar(String text, _, _) && !text.isBlank()) {
                        words.add(text);
                    } else {
                        errors.add(item.place(), "words." + name, "must be a word or a phrase");
                    }
                }
            }
            if (words.isEmpty()) {
                errors.add(entry.keyPlace(), "words." + name, "must be a list with at least one word");
            } else {
                into.put(name, List.copyOf(words));
            }
        });
    }
}
