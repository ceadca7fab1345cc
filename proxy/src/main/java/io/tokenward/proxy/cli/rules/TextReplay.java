package io.tokenward.proxy.cli.rules;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Mode;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Judges texts by the rules in force and by new ones: a JSON object a line, as {@code screen} and {@code eval} read them. */
final class TextReplay {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> ATTACKS = Set.of("injection", "jailbreak", "indirect_injection");
    /** Lines that are judged at the same time. */
    private static final int BATCH = 512;

    private record Line(String reference, JsonNode content) {}

    private final RuleEngine before;
    private final RuleEngine after;
    private final Policy policy;

    TextReplay(RuleEngine before, RuleEngine after, Policy policy) {
        this.before = before;
        this.after = after;
        this.policy = policy;
    }

    /** Gives every text, in order; throws where a line is none. */
    void replay(Path file, Consumer<Replayed> sink) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<Line> batch = new ArrayList<>();
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) batch.add(read(line, file + ":" + number));
                if (batch.size() >= BATCH) judge(batch, sink);
            }
            judge(batch, sink);
        }
    }

    private void judge(List<Line> batch, Consumer<Replayed> sink) {
        batch.parallelStream().map(this::judged).toList().forEach(sink);
        batch.clear();
    }

    private static Line read(String line, String place) throws IOException {
        try {
            JsonNode content = JSON.readTree(line);
            if (content.path("text").isString()) return new Line(place, content);
        } catch (JacksonException notJson) {
            throw new IOException(place + ": not JSON; write {\"text\":…} a line", notJson);
        }
        throw new IOException(place + ": \"text\" is missing or not a string");
    }

    private Replayed judged(Line line) {
        Role role = Role.of(line.content.path("context").asString("user")).orElse(Role.USER);
        var passage = new Passage(line.content.path("text").asString(""), role, "");
        Assessment old = Verdict.alone(passage, Trust.APP, policy, before);
        Assessment now = Verdict.alone(passage, Trust.APP, policy, after);
        String label = line.content.path("label").asString("");
        return new Replayed(line.reference,
                label.isEmpty() ? Optional.empty() : Optional.of(ATTACKS.contains(label)), old.decision(),
                now.decision(), counting(old, before), counting(now, after));
    }

    /** Rules that count in that verdict, the decisive one first. */
    static List<String> counting(Assessment assessment, RuleEngine engine) {
        Set<String> rules = new LinkedHashSet<>();
        assessment.decisive().ifPresent(one -> rules.add(one.finding().rule()));
        for (Assessment.Judged judged : assessment.findings()) {
            String id = judged.finding().rule();
            if (engine.rule(id).filter(rule -> rule.mode() != Mode.SHADOW).isPresent()) rules.add(id);
        }
        return List.copyOf(rules);
    }
}
