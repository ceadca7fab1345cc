package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Rates;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import io.tokenward.rules.yaml.YamlNode;

/** Reads rates, wherever they stand. */
final class RatesReader {
    private static final long MOST_REQUESTS = 1_000_000_000L;
    private static final int MOST_AT_ONCE = 1_000_000;

    private RatesReader() {}

    /** Requests and tokens a minute, and requests at the same time; none where nothing is written. */
    static Rates read(Section parent, String key) {
        return rates(parent.section(key, "requests", "tokens", "concurrency"));
    }

    /** Requests and tokens a minute, by model. */
    static Map<String, Rates> byModel(Value value) {
        Map<String, Rates> rates = new LinkedHashMap<>();
        if (!(value.node() instanceof YamlNode.Mapping mapping)) {
            value.error("must be a map, not a " + value.node().kind());
            return rates;
        }
        mapping.entries().forEach((model, entry) -> {
            if (!RoutesReader.isModel(model)) {
                value.reading()
                        .errors()
                        .add(entry.keyPlace(), value.path(), "no usable model name: " + Words.quoted(model));
                return;
            }
            Value found = new Value(entry.value(), value.path() + "." + model, value.shape() + ".*", value.reading());
            rates.put(model, rates(Section.of(found, "requests", "tokens")));
        });
        return rates;
    }

    private static Rates rates(Section section) {
        Optional<Value> concurrency = section.find("concurrency");
        OptionalLong atOnce = concurrency.isPresent()
                ? concurrency.get().count(1, MOST_AT_ONCE)
                : OptionalLong.empty();
        return new Rates(perMinute(section, "requests", MOST_REQUESTS), perMinute(section, "tokens", Rates.MOST),
                atOnce.isPresent() ? OptionalInt.of((int) atOnce.getAsLong()) : OptionalInt.empty());
    }

    private static OptionalLong perMinute(Section section, String key, long most) {
        Optional<Value> found = section.find(key);
        return found.isPresent() ? found.get().perMinute(1, most) : OptionalLong.empty();
    }
}
