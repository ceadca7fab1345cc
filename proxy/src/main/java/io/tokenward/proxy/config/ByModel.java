package io.tokenward.proxy.config;

import io.tokenward.rules.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Reads maps whose keys are names of models, {@code *} for all others. */
final class ByModel {
    private ByModel() {}

    /** What stands under each model, in the order in which it is written; keys that no model has are errors and left out. */
    static <T> Map<String, T> read(Value value, Function<Value, T> each) {
        Map<String, T> found = new LinkedHashMap<>();
        if (!(value.node() instanceof YamlNode.Mapping mapping)) {
            value.error("must be a map, not a " + value.node().kind());
            return found;
        }
        mapping.entries().forEach((model, entry) -> {
            if (!RoutesReader.isModel(model)) {
                value.reading()
                        .errors()
                        .add(entry.keyPlace(), value.path(), "no usable model name: " + Words.quoted(model));
                return;
            }
            found.put(model, each.apply(
                    new Value(entry.value(), value.path() + "." + model, value.shape() + ".*", value.reading())));
        });
        return found;
    }
}
