package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.proxy.audit.AuditSearch;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Decision;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Origin;
import io.tokenward.rules.Policy;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges recorded exchanges again. The record has no texts, only which rules matched where: so it shows what other modes,
 * severities, levels, exclusions and policies would change, and not what rules would find that were not there.
 */
final class AuditReplay {
    private static final JsonMapper JSON = new JsonMapper();

    private final RuleEngine engine;
    private final Map<String, Policy> policies;
    private final Optional<Policy> always;
    private long unknown;

    /** @param always the policy to judge by; the recorded one where it is empty */
    AuditReplay(RuleEngine engine, Map<String, Policy> policies, Optional<Policy> always) {
        this.engine = engine;
        this.policies = policies;
        this.always = always;
    }

    /** Gives every screened exchange, in order. */
    void replay(Path directory, Consumer<Replayed> sink) throws IOException {
        new AuditSearch("", "", "", "", "", "", Instant.MIN, Instant.MAX).in(directory, line -> {
            JsonNode exchange = JSON.readTree(line);
            String coverage = exchange.path("coverage").asString("");
            if (!coverage.equals("screened") && !coverage.startsWith("partly")) return;
            Optional<Policy> policy = always
                    .or(() -> Optional.ofNullable(policies.get(exchange.path("policy").asString(""))));
            if (policy.isEmpty()) {
                unknown++;
            } else {
                sink.accept(judged(exchange, policy.get()));
            }
        });
    }

    /** Exchanges that were left out because their policy is not among those that are known. */
    long unknown() {
        return unknown;
    }

    private Replayed judged(JsonNode exchange, Policy policy) {
        Map<String, List<Finding>> byPlace = new LinkedHashMap<>();
        List<String> recorded = new ArrayList<>();
        for (JsonNode found : exchange.path("findings")) {
            String id = found.path("rule").asString("");
            if (!found.path("mode").asString("").equals("shadow") && !recorded.contains(id)) recorded.add(id);
            engine.rule(id)
                    .ifPresent(rule -> byPlace
                            .computeIfAbsent(found.path("pointer").asString(""), _ -> new ArrayList<>())
                            .add(finding(rule, found)));
        }
        var prompt = new Prompt(byPlace.keySet().stream().map(pointer -> new Passage("", Role.USER, pointer)).toList());
        List<Evidence> evidence = byPlace.values().stream().map(Evidence::new).toList();
        var origin = new Origin(exchange.path("tenant").asString(""), exchange.path("route").asString(""));
        List<Evidence> counted = engine.exclusions()
                .apply(prompt, evidence, origin, LocalDate.now(ZoneOffset.UTC));
        Assessment assessment = Verdict.assess(prompt, counted, policy, engine);
        return new Replayed(exchange.path("exchange").asString(""), Optional.empty(),
                Decision.of(exchange.path("decision").asString("")).orElse(Decision.ALLOW), assessment.decision(),
                recorded, TextReplay.counting(assessment, engine));
    }

    private static Finding finding(Rule rule, JsonNode found) {
        int start = Math.max(0, found.path("start").asInt(0));
        return new Finding(rule.id(), rule.category(), rule.severity(), found.path("view").asString("plain"),
                new Span(start, Math.max(start, found.path("end").asInt(start))));
    }
}
