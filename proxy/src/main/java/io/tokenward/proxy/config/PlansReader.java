package io.tokenward.proxy.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

import io.tokenward.proxy.config.PlanSettings.Named;
import io.tokenward.proxy.config.PlanSettings.RouteDecides;
import io.tokenward.proxy.config.PlanSettings.Security;
import io.tokenward.proxy.config.PlanSettings.Unscreened;
import io.tokenward.proxy.limit.Quotas;
import io.tokenward.proxy.limit.PlanLevels;
import io.tokenward.rules.Trust;
import io.tokenward.rules.yaml.YamlNode;

/** Reads {@code plans}. */
final class PlansReader {
    // A million million tokens a day or month is beyond any endpoint, and far from where sums of longs overflow.
    private static final long MOST_TOKENS = 1_000_000_000_000L;
    private static final double LARGEST_WEIGHT = 1000;

    private PlansReader() {}

    static Map<String, PlanSettings> read(Map<String, Value> values, Collection<String> policies) {
        Map<String, PlanSettings> plans = new LinkedHashMap<>();
        values.forEach((name, value) -> plans.put(name, plan(name, value, policies)));
        return plans;
    }

    private static PlanSettings plan(String name, Value value, Collection<String> policies) {
        Section section = Section.of(value, "rates", "address-rates", "model-rates", "quotas", "package", "weights",
                "security", "trust-roles");
        return new PlanSettings(name,
                RatesReader.read(section, "rates"),
                quotas(section.section("quotas", "day", "month")),
                section.find("package").flatMap(PackageReader::read),
                section.find("weights").map(PlansReader::weights).orElse(Map.of()),
                section.find("security").map(found -> security(found, policies)).orElse(new RouteDecides()),
                section.find("trust-roles").flatMap(PlansReader::trust).orElse(Trust.NONE),
                new PlanLevels(RatesReader.read(section, "address-rates"),
                        section.find("model-rates").map(RatesReader::byModel).orElse(Map.of())));
    }

    private static Quotas quotas(Section section) {
        OptionalLong day = count(section, "day", MOST_TOKENS);
        OptionalLong month = count(section, "month", MOST_TOKENS);
        if (day.isPresent() && month.isPresent() && day.getAsLong() > month.getAsLong()) {
            section.find("day").ifPresent(value -> value.error("must not be more than the month's quota"));
        }
        return new Quotas(day, month);
    }

    private static Map<String, Double> weights(Value value) {
        Map<String, Double> weights = new LinkedHashMap<>();
        if (!(value.node() instanceof YamlNode.Mapping mapping)) {
            value.error("must be a map, not a " + value.node().kind());
            return weights;
        }
        mapping.entries().forEach((model, entry) -> {
            if (!RoutesReader.isModel(model)) {
                value.reading()
                        .errors()
                        .add(entry.keyPlace(), value.path(), "no usable model name: "
                                + Words.quoted(model));
                return;
            }
            Value found = new Value(entry.value(), value.path() + "." + model, value.shape() + ".*", value.reading());
            OptionalDouble weight = found.decimal();
            if (weight.isEmpty()) return;
            if (weight.getAsDouble() > LARGEST_WEIGHT) found.error("must be at most 1000");
            weights.put(model, weight.getAsDouble());
        });
        return weights;
    }

    private static Security security(Value value, Collection<String> policies) {
        if (value.is(PoliciesReader.NONE)) return new Unscreened();
        Optional<String> policy = value.name("policy", policies);
        return policy.isPresent() ? new Named(policy.get()) : new RouteDecides();
    }

    private static Optional<Trust> trust(Value value) {
        return value.word(Trust::of, Arrays.stream(Trust.values()).map(Trust::word).toList());
    }

    private static OptionalLong count(Section section, String key, long most) {
        Optional<Value> found = section.find(key);
        return found.isPresent() ? found.get().count(1, most) : OptionalLong.empty();
    }
}
