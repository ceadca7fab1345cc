package io.tokenward.proxy.config;

import io.tokenward.proxy.dialect.Unscreened;
import io.tokenward.proxy.host.HostPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code routes}. */
final class RoutesReader {
    private static final Pattern BASE = Pattern.compile("/|(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){1,8}");
    private static final Pattern MODEL = Pattern.compile("[\\x21-\\x7e]{1,200}");

    /** Alone in a list that would be empty otherwise. */
    private static final String NOTHING = "nothing";

    /** What becomes of a session when policy blocks an event of it. */
    private static final String ANSWER = "answer";
    private static final String CLOSE = "close";

    private final Collection<String> dialects;
    private final Collection<String> upstreams;
    private final ModelUpstreamsReader byModel;
    private final Collection<String> policies;
    private final Set<String> taken = new HashSet<>();

    RoutesReader(Collection<String> dialects, Collection<String> upstreams, ModelUpstreamsReader byModel,
            Collection<String> policies) {
        this.dialects = dialects;
        this.upstreams = upstreams;
        this.byModel = byModel;
        this.policies = policies;
    }

    List<RouteSettings> read(Value value) {
        List<RouteSettings> routes = new ArrayList<>();
        for (Value item : value.items())
            route(item).ifPresent(routes::add);
        return routes;
    }

    private Optional<RouteSettings> route(Value value) {
        Section section = Section.of(value, "base", "dialects", "upstream", "policy", "models", "unscreened",
                "by-model", "rates", "blocked-event", "link-hosts");
        Optional<String> base = section.required("base", "/ or /agents").flatMap(RoutesReader::base);
        List<String> spoken = section.required("dialects", "[openai]")
                .map(list -> texts(list, item -> item.name("dialect", dialects)))
                .orElse(List.of());
        Optional<String> upstream = section.required("upstream", "the name of an upstream")
                .flatMap(found -> found.name("upstream", upstreams));
        String policy = section.find("policy")
                .flatMap(found -> found.name("policy", policies))
                .orElse(PoliciesReader.DEFAULT);
        List<String> models = section.find("models").map(list -> texts(list, RoutesReader::model)).orElse(List.of());
        Set<Unscreened> unscreened = section.find("unscreened")
                .map(RoutesReader::unscreened)
                .orElse(Unscreened.usual());
        if (base.isEmpty() || upstream.isEmpty()) return Optional.empty();
        for (String dialect : new LinkedHashSet<>(spoken))
            if (!taken.add(dialect + base.get())) {
                value.error("another route has dialect " + dialect + " at base " + base.get() + " already");
            }
        return Optional.of(new RouteSettings(base.get(), spoken, upstream.get(), policy, models, unscreened,
                section.find("by-model").map(found -> byModel.read(found, upstream.get())).orElse(Map.of()),
                RatesReader.read(section, "rates"),
                section.find("blocked-event")
                        .flatMap(found -> found.name("word", List.of(ANSWER, CLOSE)))
                        .filter(CLOSE::equals)
                        .isPresent(),
                section.find("link-hosts").map(RoutesReader::linkHosts).orElse(List.of())));
    }

    private static List<HostPattern> linkHosts(Value list) {
        List<HostPattern> hosts = new ArrayList<>();
        for (Value item : list.items())
            item.text().flatMap(text -> linkHost(item, text)).ifPresent(hosts::add);
        return hosts;
    }

    private static Optional<HostPattern> linkHost(Value item, String text) {
        Optional<HostPattern> pattern = HostPattern.of(text);
        if (pattern.isPresent()) return pattern;
        return item.refused("no host: " + Words.quoted(text)
                + "; write it like cdn.example.com, \"*.example.com\" for one label, or 203.0.113.7");
    }

    private static Set<Unscreened> unscreened(Value list) {
        Set<Unscreened> kinds = EnumSet.noneOf(Unscreened.class);
        List<String> words = new ArrayList<>(Unscreened.words());
        words.add(NOTHING);
        for (String word : texts(list, item -> item.name("kind", words)))
            Unscreened.of(word).ifPresent(kinds::add);
        return kinds;
    }

    private static Optional<String> base(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty() || BASE.matcher(text.get()).matches()) return text;
        return value.refused("no usable base: " + Words.quoted(text.get())
                + "; write / or a path like /agents, with no slash at the end");
    }

    static boolean isModel(String text) {
        return MODEL.matcher(text).matches();
    }

    private static Optional<String> model(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty() || isModel(text.get())) return text;
        return value.refused("no usable model name: " + Words.quoted(text.get()));
    }

    private static List<String> texts(Value list, Function<Value, Optional<String>> read) {
        List<String> texts = new ArrayList<>();
        for (Value item : list.items()) {
            Optional<String> text = read.apply(item);
            if (text.filter(texts::contains).isPresent()) item.error(Words.quoted(text.get()) + " stands twice");
            text.ifPresent(texts::add);
        }
        return texts;
    }
}
