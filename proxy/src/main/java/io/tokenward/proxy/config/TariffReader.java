package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Factors;
import io.tokenward.proxy.limit.Tariff;
import io.tokenward.rules.yaml.YamlNode;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Reads weights and prices: by model, one number for all tokens or one for each kind. */
final class TariffReader {
    private static final double LARGEST_WEIGHT = 1_000;
    private static final double MOST_TOKENS_EACH = 1_000_000;
    private static final double LARGEST_PRICE = 1_000_000;
    private static final double MOST_MONEY_EACH = 1_000;
    /** A price is of a million tokens, or of one image or second. */
    private static final long MILLION = 1_000_000;

    private final double mostForToken;
    private final double mostForEach;
    private final long unitsOfEach;
    private final double otherwise;

    private TariffReader(double mostForToken, double mostForEach, long unitsOfEach, double otherwise) {
        this.mostForToken = mostForToken;
        this.mostForEach = mostForEach;
        this.unitsOfEach = unitsOfEach;
        this.otherwise = otherwise;
    }

    /** Tokens that a token, an image, a second counts as. */
    static Tariff weights(Value value) {
        return new Tariff(new TariffReader(LARGEST_WEIGHT, MOST_TOKENS_EACH, 1, 1).read(value), Factors.ONE);
    }

    /** Money for a million tokens, an image, a second. */
    static Tariff prices(Value value) {
        return new Tariff(new TariffReader(LARGEST_PRICE, MOST_MONEY_EACH, MILLION, 0).read(value),
                Tariff.FREE.others());
    }

    private Map<String, Factors> read(Value value) {
        return ByModel.read(value, this::factors);
    }

    private Factors factors(Value value) {
        if (!(value.node() instanceof YamlNode.Mapping))
            return Factors.tokens(Factors.millionths(number(value, mostForToken, otherwise)));
        Section section = Section.of(value, "input", "cached", "output", "reasoning", "image", "second");
        double input = number(section, "input", mostForToken, otherwise);
        double output = number(section, "output", mostForToken, otherwise);
        return new Factors(Factors.millionths(input),
                Factors.millionths(number(section, "cached", mostForToken, input)), Factors.millionths(output),
                Factors.millionths(number(section, "reasoning", mostForToken, output)),
                Factors.millionths(number(section, "image", mostForEach, 0)) * unitsOfEach,
                Factors.millionths(number(section, "second", mostForEach, 0)) * unitsOfEach);
    }

    private static double number(Section section, String key, double most, double otherwise) {
        return section.find(key).map(found -> number(found, most, otherwise)).orElse(otherwise);
    }

    /** A decimal, or a count with its letter: {@code 31k}. */
    private static double number(Value value, double most, double otherwise) {
        OptionalLong count = value.text().map(Units::count).orElse(OptionalLong.empty());
        OptionalDouble found = count.isPresent() ? OptionalDouble.of(count.getAsLong()) : value.decimal();
        if (found.isEmpty()) return otherwise;
        if (found.getAsDouble() <= most) return found.getAsDouble();
        value.error("must be at most " + (long) most);
        return otherwise;
    }
}
