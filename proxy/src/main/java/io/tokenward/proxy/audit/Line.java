package io.tokenward.proxy.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of the audit log and its place in the chain. A line ends in {@code ,"prev":"P","hash":"H"}}: P is the hash of the
 * line before, 64 zeros for the first of all, and H the SHA-256, in hex, of the line's bytes in UTF-8 up to and including the
 * quotation mark behind P. Stateless and thread-safe.
 */
final class Line {
    /** What stands for the hash of no line. */
    static final String NONE = "0".repeat(64);

    private static final JsonMapper JSON = new JsonMapper();
    private static final String RULES = "rules:";
    private static final String HASH = ",\"hash\":\"";
    private static final int HASH_LENGTH = 64;
    private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9._:/@+ -]{0,100}");
    /** Letters and digits mixed in one long run, or the groups of a UUID: no model is called so, but keys are. */
    private static final Pattern KEY_LIKE = Pattern
            .compile("(?=[A-Za-z0-9]*[0-9])(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{16,}|[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-");

    /**
     * What verification needs of a line.
     *
     * @param sound whether its own hash is right
     */
    record Read(long seq, String prev, String hash, boolean sound, JsonNode content) {}

    /** A line without its end, and the hash it will carry. */
    record Written(byte[] bytes, String hash) {}

    private Line() {}

    static Written exchange(long seq, ExchangeRecord record, String prev) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("seq", seq);
        line.put("time", record.time().toString());
        line.put("exchange", record.id());
        line.put("key", record.key());
        line.put("tenant", record.tenant());
        line.put("route", record.route());
        String[] operation = record.operation().split(" ", 2);
        line.put("dialect", operation[0]);
        line.put("operation", operation.length > 1 ? operation[1] : "");
        line.put("model", model(record.model()));
        line.put("policy", record.policy());
        line.put("engine", engine(record.engine()));
        line.put("decision", record.decision());
        record.comparison()
                .ifPresent(other -> line.put("compared", ordered("policy", other.policy(), "decision",
                        other.decision())));
        line.put("problem", record.problem().map(Enum::name).orElse(""));
        if (!record.limit().isEmpty()) line.put("limit", record.limit());
        String[] asked = record.endpoint().split(" ", 2);
        if (asked.length > 1) line.putAll(ordered("upstream", asked[0], "endpoint", asked[1]));
        line.put("score", Math.round(record.score() * 1000) / 1000.0);
        line.put("coverage", record.coverage());
        line.put("status", record.status());
        line.put("findings", record.findings().stream().map(Line::place).toList());
        line.put("tokens",
                ordered("estimated", record.tokens().estimated(), "reserved", record.tokens().reserved(), "used",
                        record.tokens().used(), "blocked", record.tokens().blocked()));
        line.put("upstreamBytes", record.upstreamBytes());
        line.put("micros", ordered("head", record.times().head(), "screen", record.times().screen(), "firstByte",
                record.times().firstByte(), "total",
                record.times().total()));
        return finish(line, prev);
    }

    /** Something that happened to the log itself. */
    static Written event(long seq, Instant time, String event, Map<String, Object> details, String prev) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("seq", seq);
        line.put("time", time.toString());
        line.put("event", event);
        line.putAll(details);
        return finish(line, prev);
    }

    /** Named by its kind, whether or not the version says so itself. */
    private static String engine(String version) {
        return version.isEmpty() || version.startsWith(RULES) ? version : RULES + version;
    }

    /** A caller can write anything there, a key too. */
    private static String model(String model) {
        return MODEL.matcher(model).matches() && !KEY_LIKE.matcher(model).find() ? model : "*";
    }

    private static Map<String, Object> place(ExchangeRecord.Place place) {
        Map<String, Object> shown = ordered("rule", place.rule(), "pointer", PointerMask.of(place.pointer()), "view",
                place.view(), "start", place.start(), "end", place.end());
        if (place.shadow()) shown.put("mode", "shadow");
        return shown;
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        return map;
    }

    private static Written finish(Map<String, Object> line, String prev) {
        line.put("prev", prev);
        String open = JSON.writeValueAsString(line);
        String body = open.substring(0, open.length() - 1);
        String hash = sha256(body);
        return new Written((body + HASH + hash + "\"}\n").getBytes(StandardCharsets.UTF_8), hash);
    }

    /**
     * Reads a line without its line break.
     *
     * @throws IllegalArgumentException if it is no line of an audit log; the message says what is wrong
     */
    static Read read(String line) {
        JsonNode content;
        try {
            content = JSON.readTree(line);
        } catch (JacksonException broken) {
            throw new IllegalArgumentException("not JSON", broken);
        }
        String end = HASH + content.path("hash").asString("") + "\"}";
        if (content.path("hash").asString("").length() != HASH_LENGTH || !line.endsWith(end)
                || !content.path("seq").isIntegralNumber() || !content.path("prev").isString()) {
            throw new IllegalArgumentException("not a line of an audit log: it has no seq, prev and hash");
        }
        String body = line.substring(0, line.length() - end.length());
        return new Read(content.get("seq").longValue(), content.get("prev").stringValue(),
                content.get("hash").stringValue(), sha256(body).equals(content.get("hash").stringValue()), content);
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

}
