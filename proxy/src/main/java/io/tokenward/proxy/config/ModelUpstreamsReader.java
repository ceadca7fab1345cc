package io.tokenward.proxy.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import io.tokenward.rules.yaml.YamlNode;

/**
 * Reads {@code by-model} of a route: names of models, or beginnings with an asterisk, to upstreams. All upstreams of a route
 * show the same kind of credential, since a caller has to be known before the model is.
 *
 * @param upstreams names of all
 * @param passing whether an upstream gets the caller's own credential
 */
record ModelUpstreamsReader(Collection<String> upstreams, Predicate<String> passing) {
    private static final Pattern PATTERN = Pattern.compile("[\\x21-\\x7e&&[^*]]{1,200}\\*?");

    Map<String, String> read(Value value, String usual) {
        Map<String, String> byModel = new LinkedHashMap<>();
        if (!(value.node() instanceof YamlNode.Mapping mapping)) {
            value.error("must be a map, not a " + value.node().kind());
            return byModel;
        }
        mapping.entries().forEach((model, entry) -> {
            Value found = new Value(entry.value(), value.path() + "." + model, value.shape() + ".*", value.reading());
            if (!PATTERN.matcher(model).matches()) {
                found.error("no usable model name: " + Words.quoted(model)
                        + "; write a name, or its beginning and an asterisk");
                return;
            }
            found.name("upstream", upstreams).ifPresent(upstream -> {
                if (passing.test(upstream) != passing.test(usual)) {
                    found.error("upstreams " + usual + " and " + upstream
                            + " must both have a credential of their own, or both get the caller's");
                }
                byModel.put(model, upstream);
            });
        });
        return byModel;
    }
}
