package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

import io.tokenward.rules.yaml.YamlErrors;
import io.tokenward.rules.yaml.YamlNode;

/**
 * One value of the file. Each reading gives what was asked for, or notes an error and gives nothing: the reader goes on with
 * a default, so that all errors are found in one go.
 *
 * @param path how messages call it, such as {@code plans.developer.rates}
 * @param shape the path with {@code *} for names and {@code []} for positions, such as {@code plans.*.rates}
 */
record Value(YamlNode node, String path, String shape, Reading reading) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    void error(String message) {
        reading.errors().add(node.place(), path, message);
    }

    /** Whether it is that word; notes no error. */
    boolean is(String word) {
        return node instanceof YamlNode.Scalar scalar && scalar.text().equals(word);
    }

    /** The text of a scalar, never empty. */
    Optional<String> text() {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            error("must be a text, not a " + node.kind());
            return Optional.empty();
        }
        if (scalar.text().isEmpty()) {
            error("has no value");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    /** A text that has to be one of the known names of {@code kind}. */
    Optional<String> name(String kind, Collection<String> known) {
        Optional<String> text = text();
        if (text.isEmpty() || known.contains(text.get())) return text;
        error("no " + kind + " " + Words.quoted(text.get()) + YamlErrors.didYouMean(text.get(), known));
        return Optional.empty();
    }

    /** One of the words of a closed set. */
    <T> Optional<T> word(Function<String, Optional<T>> of, List<String> words) {
        Optional<String> text = text();
        if (text.isEmpty()) return Optional.empty();
        Optional<T> found = of.apply(text.get());
        if (found.isEmpty()) {
            String nearest = YamlErrors.didYouMean(text.get(), words);
            error("no such word: " + Words.quoted(text.get())
                    + (nearest.isEmpty() ? "; possible: " + String.join(", ", words) : nearest));
        }
        return found;
    }

    Optional<Duration> duration(Duration shortest, Duration longest) {
        Optional<Duration> found = text()
                .flatMap(text -> readable(text, Units.duration(text), "duration", "250ms, 10s, 10m, 2h or 90d"));
        if (found.isEmpty()) return found;
        if (found.get().compareTo(shortest) < 0) return refused("must be at least " + shown(shortest));
        if (found.get().compareTo(longest) > 0) return refused("must be at most " + shown(longest));
        return found;
    }

    /** A size in bytes. */
    OptionalLong size(long smallest, long largest) {
        return within(
                text().flatMap(text -> readable(text, boxed(Units.size(text)), "size", "512B, 32KiB, 4MiB or 1GiB")),
                smallest, largest, Value::shownBytes);
    }

    OptionalLong count(long smallest, long largest) {
        return within(text().flatMap(text -> readable(text, boxed(Units.count(text)), "count", "8, 200k or 15M")),
                smallest, largest, String::valueOf);
    }

    /** One rate, or a list of rates in several windows. */
    List<Rate> rates(boolean bytes, long mostPerMinute) {
        if (!(node instanceof YamlNode.Sequence)) return rate(bytes, mostPerMinute).map(List::of).orElse(List.of());
        List<Rate> rates = new ArrayList<>();
        for (Value item : items()) {
            Optional<Rate> rate = item.rate(bytes, mostPerMinute);
            if (rate.isPresent() && rates.stream().anyMatch(each -> each.window().equals(rate.get().window()))) {
                item.error("a second rate in the same window; keep the lower one");
            } else {
                rate.ifPresent(rates::add);
            }
        }
        return rates;
    }

    private Optional<Rate> rate(boolean bytes, long mostPerMinute) {
        String examples = bytes ? "10MiB/min or [1MiB/s, 1GiB/day]" : "60/min or 200k/min";
        Optional<String> text = text();
        Optional<Rate> found = text.flatMap(written -> readable(written, Units.rate(written, bytes), "rate", examples));
        if (found.isEmpty()) return found;
        double most = mostPerMinute * (found.get().window().toMillis() / 60_000.0);
        if (found.get().amount() <= most) return found;
        String window = text.orElse("").substring(text.orElse("").indexOf('/'));
        return refused("must be at most " + (long) most + window);
    }

    /** The share that {@code 0.5%} stands for. */
    OptionalDouble percentage() {
        return unboxed(text().flatMap(text -> readable(text, boxed(Units.percentage(text)), "percentage", "0.5%")));
    }

    OptionalDouble decimal() {
        return unboxed(text().flatMap(text -> readable(text, boxed(Units.decimal(text)), "number", "0.8")));
    }

    /** The path after {@code file:}. */
    Optional<Path> file() {
        Optional<String> text = text();
        if (text.isEmpty()) return Optional.empty();
        if (!text.get().startsWith("file:") || text.get().length() == "file:".length()) {
            return refused("must be written as file:path");
        }
        return path(text.get().substring("file:".length()));
    }

    /** A reference to a secret; the text itself is never repeated in a message, since it may be the secret. */
    Optional<SecretReference> secret() {
        Optional<String> text = text();
        if (text.isEmpty()) return Optional.empty();
        Optional<SecretReference> found = SecretReference.of(text.get(), node.place(), path, reading);
        if (found.isEmpty()) error("secrets stand outside this file: write file:path or env:NAME");
        return found;
    }

    Optional<Path> path(String text) {
        Optional<Path> found = reading.path(text);
        if (found.isEmpty()) error("no usable path: " + Words.quoted(text));
        return found;
    }

    /** The items of a list that must have some. */
    List<Value> items() {
        if (!(node instanceof YamlNode.Sequence sequence)) {
            error("must be a list, not a " + node.kind());
            return List.of();
        }
        if (sequence.items().isEmpty()) error("must not be empty");
        List<Value> items = new ArrayList<>();
        for (YamlNode item : sequence.items())
            items.add(new Value(item, path + "[" + items.size() + "]", shape + "[]", reading));
        return items;
    }

    /** The entries of a map whose keys are names the user chose. */
    Map<String, Value> named() {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            error("must be a map, not a " + node.kind());
            return Map.of();
        }
        Map<String, Value> values = new LinkedHashMap<>();
        mapping.entries().forEach((name, entry) -> {
            if (NAME.matcher(name).matches()) {
                values.put(name, new Value(entry.value(), path + "." + name, shape + ".*", reading));
            } else {
                reading.errors()
                        .add(entry.keyPlace(), path, "no usable name: " + Words.quoted(name)
                                + "; use up to 64 of a-z A-Z 0-9 . _ - and begin with a letter or digit");
            }
        });
        return values;
    }

    <T> Optional<T> refused(String message) {
        error(message);
        return Optional.empty();
    }

    private <T> Optional<T> readable(String text, Optional<T> parsed, String kind, String examples) {
        if (parsed.isEmpty()) {
            boolean bare = DIGITS.matcher(text).matches() && !kind.equals("count") && !kind.equals("number");
            error(Words.quoted(text) + (bare ? " has no unit" : " is no " + kind) + "; write it like " + examples);
        }
        return parsed;
    }

    private OptionalLong within(Optional<Long> found, long smallest, long largest, Function<Long, String> shown) {
        if (found.isEmpty()) return OptionalLong.empty();
        if (found.get() < smallest) {
            error("must be at least " + shown.apply(smallest));
            return OptionalLong.empty();
        }
        if (found.get() > largest) {
            error("must be at most " + shown.apply(largest));
            return OptionalLong.empty();
        }
        return OptionalLong.of(found.get());
    }

    private static String shown(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) return millis + "ms";
        long seconds = millis / 1000;
        if (seconds % 3600 == 0) return seconds / 3600 + "h";
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String shownBytes(long bytes) {
        if (bytes % (1 << 30) == 0) return (bytes >> 30) + "GiB";
        if (bytes % (1 << 20) == 0) return (bytes >> 20) + "MiB";
        return bytes % (1 << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }

    private static Optional<Long> boxed(OptionalLong number) {
        return number.isPresent() ? Optional.of(number.getAsLong()) : Optional.empty();
    }

    private static Optional<Double> boxed(OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }

    private static OptionalDouble unboxed(Optional<Double> number) {
        return number.isPresent() ? OptionalDouble.of(number.get()) : OptionalDouble.empty();
    }
}
