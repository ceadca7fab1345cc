package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Rate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with units. Empty where the text is not of that form or too large for the type. */
final class Units {
    // At most 15 digits: no parse can overflow a long, and products are checked.
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,15})(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,15})(B|KiB|MiB|GiB)");
    private static final Pattern COUNT = Pattern.compile("([0-9]{1,15})([kM]?)");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(?:\\.[0-9]{1,9})?");
    // A century: beyond it Duration.toNanos() would overflow in the hands of a reader.
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** What a rate may be counted in. */
    static final Map<String, Duration> WINDOWS = Map.of("s", Duration.ofSeconds(1), "min", Duration.ofMinutes(1), "h",
            Duration.ofHours(1), "day", Duration.ofDays(1));

    private Units() {}

    /** {@code 250ms}, {@code 10s}, {@code 10m}, {@code 2h}, {@code 90d}. */
    static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) return Optional.empty();
        long number = Long.parseLong(matcher.group(1));
        if (number > LONGEST.toMillis()) return Optional.empty();
        Duration duration = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        return Optional.of(duration).filter(found -> found.compareTo(LONGEST) <= 0);
    }

    /** Bytes of {@code 512B}, {@code 32KiB}, {@code 4MiB}, {@code 1GiB}. */
    static OptionalLong size(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) return OptionalLong.empty();
        return product(matcher.group(1), switch (matcher.group(2)) {
            case "B" -> 1L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            default -> 1L << 30;
        });
    }

    /** {@code 8}, {@code 200k}, {@code 15M}; k and M are thousands and millions. */
    static OptionalLong count(String text) {
        Matcher matcher = COUNT.matcher(text);
        if (!matcher.matches()) return OptionalLong.empty();
        return product(matcher.group(1), switch (matcher.group(2)) {
            case "k" -> 1_000L;
            case "M" -> 1_000_000L;
            default -> 1L;
        });
    }

    /** The rate of {@code 60/min}, {@code 10/s}, {@code 5k/h} or {@code 1M/day}, or of bytes, such as {@code 10MiB/min}. */
    static Optional<Rate> rate(String text, boolean bytes) {
        int slash = text.indexOf('/');
        Duration window = slash < 0 ? null : WINDOWS.get(text.substring(slash + 1));
        if (window == null) return Optional.empty();
        OptionalLong amount = bytes ? size(text.substring(0, slash)) : count(text.substring(0, slash));
        return amount.isPresent() && amount.getAsLong() >= 1 && amount.getAsLong() <= window.toNanos()
                ? Optional.of(new Rate(amount.getAsLong(), window))
                : Optional.empty();
    }

    /** The share of {@code 0.5%}: 0.005. */
    static OptionalDouble percentage(String text) {
        if (!text.endsWith("%")) return OptionalDouble.empty();
        OptionalDouble number = decimal(text.substring(0, text.length() - 1));
        return number.isPresent() ? OptionalDouble.of(number.getAsDouble() / 100) : number;
    }

    /** {@code 0.80}, {@code 2}; no sign, no exponent. */
    static OptionalDouble decimal(String text) {
        return DECIMAL.matcher(text).matches()
                ? OptionalDouble.of(Double.parseDouble(text))
                : OptionalDouble.empty();
    }

    private static OptionalLong product(String digits, long factor) {
        long number = Long.parseLong(digits);
        return number > Long.MAX_VALUE / factor ? OptionalLong.empty() : OptionalLong.of(number * factor);
    }
}
