package io.tokenward.proxy.cli;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.DeadlineExceeded;
import io.tokenward.rules.Evidence;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Answers one line of the batch contract with one line. Thread-safe. */
final class LineScreener {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final RuleEngine engine;
    private final Policy policy;
    private final Trust trust;

    LineScreener(RuleEngine engine, Policy policy, Trust trust) {
        this.engine = engine;
        this.policy = policy;
        this.trust = trust;
    }

    /** The answer without its line end; {@code number} counts lines from 1. */
    byte[] answer(long number, byte[] line) {
        ObjectNode answer;
        try {
            answer = screened(request(line));
        } catch (BadLine bad) {
            answer = JsonNodeFactory.instance.objectNode();
            answer.put("line", number);
            answer.put("error", bad.getMessage());
        }
        return JSON.writeValueAsBytes(answer);
    }

    private ObjectNode screened(Request request) {
        var prompt = new Prompt(List.of(new Passage(request.text, request.role, "")));
        long began = System.nanoTime();
        Assessment assessment = assess(prompt);
        long micros = (System.nanoTime() - began) / 1000;
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("id", request.id);
        answer.put("decision", assessment.decision().name().toLowerCase(Locale.ROOT));
        answer.putObject("scores")
                .put("injection", rounded(assessment.injectionScore()))
                .put("secret", rounded(assessment.secretScore()));
        answer.put("anomaly", assessment.anomaly());
        ArrayNode findings = answer.putArray("findings");
        for (Assessment.Judged judged : assessment.findings())
            findings.add(finding(judged.finding()));
        answer.put("micros", micros);
        return answer;
    }

    private Assessment assess(Prompt prompt) {
        try {
            // A batch waits for its answers: no deadline, so that the same text always gets the same answer.
            Evidence evidence = engine.examine(prompt.passages().getFirst(), trust,
                    System.nanoTime() + Long.MAX_VALUE / 4);
            return Verdict.assess(prompt, List.of(evidence), policy, engine);
        } catch (DeadlineExceeded impossible) {
            throw new IllegalStateException("a deadline in 73 years", impossible);
        }
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("rule", finding.rule());
        node.put("category", finding.category().word());
        node.put("severity", finding.severity().word());
        node.put("view", finding.view());
        node.put("start", finding.span().start());
        node.put("end", finding.span().end());
        return node;
    }

    private static double rounded(double score) {
        return Math.round(score * 10_000) / 10_000.0;
    }

    private record Request(JsonNode id, String text, Role role) {}

    private static Request request(byte[] line) throws BadLine {
        JsonNode node;
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            node = JSON.readTree(text);
        } catch (CharacterCodingException notUtf8) {
            throw new BadLine("not UTF-8");
        } catch (JacksonException notJson) {
            throw new BadLine("not JSON at column " + column(notJson));
        }
        if (!node.isObject()) throw new BadLine("not a JSON object; write {\"id\":…,\"text\":…,\"context\":…}");
        JsonNode text = node.get("text");
        if (text == null || !text.isString()) throw new BadLine("\"text\" is missing or not a string");
        JsonNode id = node.get("id");
        if (id != null && !id.isString() && !id.isNumber())
            throw new BadLine("\"id\" is neither a string nor a number");
        return new Request(id == null ? JsonNodeFactory.instance.nullNode() : id, text.stringValue(),
                role(node.get("context")));
    }

    private static Role role(@org.jspecify.annotations.Nullable JsonNode context) throws BadLine {
        if (context == null || context.isNull()) return Role.USER;
        Optional<Role> role = context.isString() ? Role.of(context.stringValue()) : Optional.empty();
        if (role.isEmpty()) {
            throw new BadLine(
                    "\"context\" is none of user, system, assistant, tool_result, document, tool_definition, metadata");
        }
        return role.get();
    }

    private static int column(JacksonException failure) {
        return failure.getLocation() == null ? 1 : Math.max(1, failure.getLocation().getColumnNr());
    }

    private static final class BadLine extends Exception {
        private static final long serialVersionUID = 1L;

        BadLine(String message) {
            super(message, null, false, false);
        }
    }
}
