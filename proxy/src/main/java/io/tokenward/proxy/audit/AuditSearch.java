package io.tokenward.proxy.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is looked for in an audit log; an empty text asks for nothing. Immutable and thread-safe.
 *
 * @param exchange how the reference begins
 * @param key id of an API key
 * @param rule id of a rule that matched
 * @param since first instant
 * @param until instant after the last
 */
public record AuditSearch(String exchange, String key, String tenant, String decision, String problem, String rule,
        Instant since, Instant until) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * Gives every fitting line, in the order in which they were written, in constant memory.
     *
     * @return how many
     * @throws IOException if the log cannot be read
     */
    public long in(Path directory, Consumer<String> sink) throws IOException {
        long found = 0;
        for (Path file : Segments.files(directory)) {
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    if (!fits(line)) continue;
                    sink.accept(line);
                    found++;
                }
            }
        }
        return found;
    }

    private boolean fits(String line) {
        JsonNode content;
        try {
            content = JSON.readTree(line);
        } catch (JacksonException cutOff) {
            return false;
        }
        if (!content.has("exchange")) return false;
        Instant time = Instant.parse(content.path("time").asString("1970-01-01T00:00:00Z"));
        return content.path("exchange").asString("").startsWith(exchange) && is(content, "key", key)
                && is(content, "tenant", tenant) && is(content, "decision", decision) && is(content, "problem", problem)
                && !time.isBefore(since) && time.isBefore(until) && (rule.isEmpty() || matched(content));
    }

    private static boolean is(JsonNode content, String name, String wanted) {
        return wanted.isEmpty() || content.path(name).asString("").equals(wanted);
    }

    private boolean matched(JsonNode content) {
        for (JsonNode finding : content.path("findings"))
            if (finding.path("rule").asString("").equals(rule)) return true;
        return false;
    }
}
