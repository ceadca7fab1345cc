package io.tokenward.proxy.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.tokenward.rules.yaml.Place;
import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;

/** A map of the file with a fixed set of keys. Other keys are refused when it is made. */
final class Section {
    private final Place place;
    private final String path;
    private final Reading reading;
    private final Map<String, Value> values;
    /** Keys that a wrong one was taken for: they are not missing too. */
    private final Set<String> meant;

    private Section(Place place, String path, Reading reading, Map<String, Value> values, Set<String> meant) {
        this.place = place;
        this.path = path;
        this.reading = reading;
        this.values = values;
        this.meant = meant;
    }

    /** The section that value is; one without values, and an error, where it is no map. */
    static Section of(Value value, String... known) {
        Map<String, Value> values = new LinkedHashMap<>();
        Set<String> meant = new HashSet<>();
        if (value.node() instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                Value found = new Value(entry.value(), joined(value.path(), key), joined(value.shape(), key),
                        value.reading());
                if (List.of(known).contains(key)) {
                    values.put(key, found);
                } else {
                    refuse(found, key, entry.keyPlace(), value.path(), List.of(known)).ifPresent(meant::add);
                }
            });
        } else {
            value.error("must be a map, not a " + value.node().kind());
        }
        return new Section(value.node().place(), value.path(), value.reading(), values, meant);
    }

    /** The section under that key, without values where the key is missing. */
    Section section(String key, String... known) {
        return find(key).map(value -> of(value, known))
                .orElseGet(() -> new Section(place, joined(path, key), reading, Map.of(), Set.of()));
    }

    Optional<Value> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a key that has to be there; {@code example} shows how to write it. */
    Optional<Value> required(String key, String example) {
        Optional<Value> found = find(key);
        if (found.isEmpty() && !meant.contains(key)) {
            reading.errors().add(place, joined(path, key), "is missing; write it like " + example);
        }
        return found;
    }

    Duration duration(String key, Duration otherwise, Duration shortest, Duration longest) {
        return find(key).flatMap(value -> value.duration(shortest, longest)).orElse(otherwise);
    }

    long size(String key, long otherwise, long smallest, long largest) {
        Optional<Value> found = find(key);
        return found.isPresent() ? found.get().size(smallest, largest).orElse(otherwise) : otherwise;
    }

    int count(String key, int otherwise, int smallest, int largest) {
        Optional<Value> found = find(key);
        return found.isPresent() ? (int) found.get().count(smallest, largest).orElse(otherwise) : otherwise;
    }

    /** Notes the error and gives the key that was meant, as far as one can tell. */
    private static Optional<String> refuse(Value found, String key, Place keyPlace, String parent,
            List<String> known) {
        YamlErrors errors = found.reading().errors();
        if (NotSupportedYet.contains(found.shape())) {
            errors.add(keyPlace, found.path(), NotSupportedYet.MESSAGE);
            return Optional.empty();
        }
        String nearest = YamlErrors.didYouMean(key, known);
        errors.add(keyPlace, parent, "no key " + Words.quoted(key)
                + (nearest.isEmpty() ? "; possible: " + String.join(", ", known) : nearest));
        return known.stream().filter(word -> nearest.contains("\"" + word + "\"")).findFirst();
    }

    private static String joined(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
