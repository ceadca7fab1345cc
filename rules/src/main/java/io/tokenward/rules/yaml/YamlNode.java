package io.tokenward.rules.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML node with its place. Scalars stay text: the reader of a value decides its type. Immutable. */
public sealed interface YamlNode {
    /** Where it begins. */
    Place place();

    /** {@code map}, {@code list} or {@code text}: for messages. */
    String kind();

    /** A scalar; {@code quoted} tells {@code "off"} from {@code off}. */
    record Scalar(String text, boolean quoted, Place place) implements YamlNode {
        @Override
        public String kind() {
            return "text";
        }
    }

    /** A sequence. */
    record Sequence(List<YamlNode> items, Place place) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "list";
        }
    }

    /** A mapping in the order of the file; keys are unique text. */
    record Mapping(Map<String, Entry> entries, Place place) implements YamlNode {
        public Mapping {
            entries = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "map";
        }

        /** The value of that key. */
        public Optional<YamlNode> get(String key) {
            return Optional.ofNullable(entries.get(key)).map(Entry::value);
        }
    }

    /** A key's place and its value. */
    record Entry(Place keyPlace, YamlNode value) {}
}
