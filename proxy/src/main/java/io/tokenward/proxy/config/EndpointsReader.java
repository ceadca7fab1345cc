package io.tokenward.proxy.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

import io.tokenward.proxy.upstream.Ejection;
import io.tokenward.proxy.upstream.HealthCheck;
import io.tokenward.rules.yaml.YamlNode;

/** Reads the endpoints of an upstream, and when they are out of service. */
final class EndpointsReader {
    private static final int MOST = 32;
    private static final Pattern PATH = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]{1,64}){1,16}/?");
    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    private EndpointsReader() {}

    /** One URL or a list of them; none where one is wrong. */
    static List<URI> urls(Value value) {
        if (!(value.node() instanceof YamlNode.Sequence)) return UpstreamsReader.url(value).stream().toList();
        List<Value> items = value.items();
        if (items.size() > MOST) value.error("has " + items.size() + " endpoints; " + MOST + " at most");
        List<URI> urls = new ArrayList<>();
        for (Value item : items) {
            Optional<URI> url = UpstreamsReader.url(item);
            if (url.filter(urls::contains).isPresent()) item.error("stands twice");
            url.ifPresent(urls::add);
        }
        return urls.size() == items.size() ? urls : List.of();
    }

    static Ejection ejection(Section section) {
        Ejection usual = Ejection.USUAL;
        Duration first = section.duration("first", usual.first(), SHORTEST, LONGEST);
        Duration longest = section.duration("longest", longer(first, usual.longest()), first, LONGEST);
        return new Ejection(section.count("failures", usual.failures(), 1, 1_000_000), first, longest,
                section.find("most").flatMap(EndpointsReader::percent).orElse(usual.mostPercent()));
    }

    private static Optional<Integer> percent(Value value) {
        OptionalDouble share = value.percentage();
        if (share.isEmpty()) return Optional.empty();
        if (share.getAsDouble() > 1) return value.refused("must be at most 100%");
        return Optional.of((int) Math.round(share.getAsDouble() * 100));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    static Optional<HealthCheck> check(Value value) {
        Section section = Section.of(value, "path", "every", "timeout", "healthy", "unhealthy");
        Optional<String> path = section.required("path", "/health").flatMap(EndpointsReader::path);
        Duration every = section.duration("every", Duration.ofSeconds(10), SHORTEST, LONGEST);
        Duration timeout = section.duration("timeout", Duration.ofSeconds(2), SHORTEST, Duration.ofMinutes(5));
        int healthy = section.count("healthy", 2, 1, 1000);
        int unhealthy = section.count("unhealthy", 3, 1, 1000);
        return path.map(found -> new HealthCheck(found, every, timeout, healthy, unhealthy));
    }

    private static Optional<String> path(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty() || PATH.matcher(text.get()).matches()) return text;
        return value.refused("is no plain path: " + Words.quoted(text.get()));
    }
}
