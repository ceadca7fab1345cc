package io.tokenward.proxy.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one exchange used, as its audit line tells it. Immutable.
 *
 * @param seq number of the line: they follow each other without gap, so whoever settles by them sees what is missing or twice
 * @param exchange id; empty where the line tells of the log itself, which is a record all the same
 * @param problem why it was refused; empty if it was not
 * @param rules ids of the rules that matched
 * @param used tokens charged
 * @param blocked estimate of what a refusal kept from being billed
 * @param prev hash of the line before
 * @param hash of this line
 */
public record UsageRecord(long seq, Instant time, String exchange, String key, String tenant, String route,
        String model, String problem, List<String> rules, long used, long blocked, String prev, String hash) {
    private static final JsonMapper JSON = new JsonMapper();

    public UsageRecord {
        rules = List.copyOf(rules);
    }

    /** Whether it tells of an exchange, and not of the log itself. */
    public boolean ofExchange() {
        return !exchange.isEmpty();
    }

    /**
     * Gives every record of a time, in the order in which they were written, in constant memory.
     *
     * @param since first instant
     * @param until instant after the last
     * @throws IOException if the log cannot be read, or a line in the midst of it is none
     */
    public static void read(Path directory, Instant since, Instant until, Consumer<UsageRecord> sink)
            throws IOException {
        List<Path> files = Segments.files(directory);
        for (Path file : files) {
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                long number = 1;
                for (String line = reader.readLine(); line != null; line = reader.readLine(), number++) {
                    String next = line;
                    JsonNode content;
                    try {
                        content = JSON.readTree(next);
                    } catch (JacksonException cutOff) {
                        // A proxy that writes just now has not finished its last line.
                        if (file.equals(files.getLast()) && !reader.ready()) return;
                        throw new IOException(file + ":" + number + ": not JSON; see all that is wrong with: tokenward"
                                + " audit verify", cutOff);
                    }
                    UsageRecord record = of(content);
                    if (!record.time().isBefore(since) && record.time().isBefore(until)) sink.accept(record);
                }
            }
        }
    }

    private static UsageRecord of(JsonNode line) {
        List<String> rules = new ArrayList<>();
        for (JsonNode finding : line.path("findings")) {
            String rule = finding.path("rule").asString("");
            if (!rules.contains(rule)) rules.add(rule);
        }
        JsonNode tokens = line.path("tokens");
        return new UsageRecord(line.path("seq").asLong(0),
                Instant.parse(line.path("time").asString("1970-01-01T00:00:00Z")),
                text(line, "exchange"), text(line, "key"), text(line, "tenant"), text(line, "route"),
                text(line, "model"), text(line, "problem"), rules, tokens.path("used").asLong(0),
                tokens.path("blocked").asLong(0), text(line, "prev"), text(line, "hash"));
    }

    private static String text(JsonNode line, String name) {
        return line.path(name).asString("");
    }
}
