package io.tokenward.proxy.cli;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Answers one line of the batch contract with one line. Thread-safe. */
final class LineScreener {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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
            answer = screened(request(number, line));
        } catch (BadLine bad) {
            answer = JsonNodeFactory.instance.objectNode();
            answer.put("line", number);
            answer.put("error", bad.getMessage());
        }
        return utf8(JSON.writeValueAsString(answer));
    }

    private ObjectNode screened(Request request) {
        var passage = new Passage(request.text, request.role, "");
        long began = System.nanoTime();
        // A batch waits for its answers: no deadline, so that the same text always gets the same answer.
        Assessment assessment = Verdict.alone(passage, trust, policy, engine);
        long micros = (System.nanoTime() - began) / 1000;
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.putRawValue("id", new RawValue(request.id));
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

    /** Half a surrogate pair, which an id may hold as an escape, has no bytes in UTF-8: it stays an escape. */
    private static byte[] utf8(String json) {
        if (StandardCharsets.UTF_8.newEncoder().canEncode(json)) return json.getBytes(StandardCharsets.UTF_8);
        var escaped = new StringBuilder(json.length() + 16);
        json.codePoints().forEach(character -> {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
                escaped.append("\\u").append(Integer.toHexString(character));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static double rounded(double score) {
        return Math.round(score * 10_000) / 10_000.0;
    }

    /** @param id the value as the line has it, as JSON; the word {@code null} where there is none */
    private record Request(String id, String text, Role role) {}

    private static Request request(long number, byte[] line) throws BadLine {
        try (JsonParser json = JSON.createParser(decoded(number, line))) {
            if (json.nextToken() != JsonToken.START_OBJECT)
                throw new BadLine("not a JSON object; write {\"id\":…,\"text\":…,\"context\":…}");
            Request request = request(json);
            if (json.nextToken() != null) throw new BadLine("more than one value; write one JSON object a line");
            return request;
        } catch (JacksonException notJson) {
            throw new BadLine("not JSON at column " + column(notJson));
        }
    }

    /** A member at a time instead of a tree: numbers keep their spelling that way, and other members cost nothing. */
    private static Request request(JsonParser json) throws BadLine {
        String id = "null";
        @Nullable
        String text = null;
        Role role = Role.USER;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = id(json, value);
                case "text" -> text = value == JsonToken.VALUE_STRING ? json.getString() : null;
                case "context" -> role = role(json, value);
                default -> json.skipChildren();
            }
            // Children of a member that should have none: the complaint about it is better made after all is read.
            json.skipChildren();
        }
        if (text == null) throw new BadLine("\"text\" is missing or not a string");
        return new Request(id, text, role);
    }

    private static String id(JsonParser json, JsonToken value) throws BadLine {
        if (value.isNumeric()) return json.getString();
        if (value != JsonToken.VALUE_STRING) throw new BadLine("\"id\" is neither a string nor a number");
        return JSON.writeValueAsString(json.getString());
    }

    private static String decoded(long number, byte[] line) throws BadLine {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            // Editors and shells of Windows begin a file with a byte order mark.
            return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException notUtf8) {
            throw new BadLine("not UTF-8");
        }
    }

    private static Role role(JsonParser json, JsonToken value) throws BadLine {
        if (value == JsonToken.VALUE_NULL) return Role.USER;
        Optional<Role> role = value == JsonToken.VALUE_STRING ? Role.of(json.getString()) : Optional.empty();
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
