package io.tokenward.proxy.keys;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One record as one line of JSON. Its last member is a seal, an HMAC of the others: a line that somebody changed without
 * the pepper (a dearer plan, a revocation undone) is found, and so is a store opened with another's pepper, which would
 * otherwise make every key unknown without a word.
 */
final class RecordLine {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final Set<String> MEMBERS = Set.of("id", "hash", "tenant", "plan", "models", "addresses", "routes",
            "hours", "expires", "revoked", "renewed", "name", "created", "seal");
    /** Keeps seals apart from hashes of keys under the same pepper. */
    private static final String DOMAIN = "key record\n";
    private static final int SEAL_BYTES = 16;
    private static final String RESTORE = "restore the line from a backup, or delete it and make the key anew";

    private final Path file;
    private final Pepper pepper;
    private final Optional<Pepper> former;

    /**
     * A record as it was read.
     *
     * @param former whether it is sealed, and its key hashed, under the pepper before this one
     * @param renewed whether it was written to take a key over from a former pepper: lines before it are of no account
     * @param unsealed why it does not count: its seal is another's
     */
    record Read(KeyRecord record, boolean former, boolean renewed, Optional<KeyStoreProblem> unsealed) {}

    RecordLine(Path file, Pepper pepper, Optional<Pepper> former) {
        this.file = file;
        this.pepper = pepper;
        this.former = former;
    }

    /**
     * The line without its end.
     *
     * @param old whether the key of the record is hashed under the former pepper: so is its seal then
     * @param renewed whether this takes the key over from the former pepper
     */
    String write(KeyRecord record, boolean old, boolean renewed) {
        return JSON.writeValueAsString(
                unsealed(record, renewed).put("seal", seal(record, renewed, old ? former.orElseThrow() : pepper)));
    }

    /**
     * @param number line number from 1, for problems
     * @throws KeyStoreProblem if the line is no record; quotes nothing of it, since somebody may have pasted
     *     a key
     */
    Read read(String line, int number) throws KeyStoreProblem {
        JsonNode json = parse(line, number);
        Optional<String> unknown = json.propertyNames().stream().filter(name -> !MEMBERS.contains(name)).findFirst();
        if (unknown.isPresent()) throw problem(number, "a member that no record has");
        KeyRecord record = record(json, number);
        byte[] given = text(json, "seal", number).getBytes(StandardCharsets.UTF_8);
        boolean renewed = json.has("renewed") && flag(json, "renewed", number);
        if (sealed(given, record, renewed, pepper)) return new Read(record, false, renewed, Optional.empty());
        if (former.isPresent() && sealed(given, record, renewed, former.get()))
            return new Read(record, true, renewed, Optional.empty());
        return new Read(record, false, renewed, Optional.of(
                KeyStoreProblem.at(file, number, "the record was changed, or written with another pepper",
                        "check that the pepper is the one of this store; " + RESTORE)));
    }

    private static boolean sealed(byte[] given, KeyRecord record, boolean renewed, Pepper by) {
        return MessageDigest.isEqual(given, seal(record, renewed, by).getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode parse(String line, int number) throws KeyStoreProblem {
        try {
            JsonNode json = JSON.readTree(line);
            if (json.isObject()) return json;
        } catch (JacksonException e) {
            // No cause: parser messages quote what they met.
            throw problem(number, "not JSON" + place(e.getLocation()));
        }
        throw problem(number, "not a JSON object");
    }

    /** Jackson knows no place where one of its own limits is passed. */
    private static String place(@Nullable TokenStreamLocation location) {
        return location == null ? "" : " at column " + location.getColumnNr();
    }

    private KeyRecord record(JsonNode json, int number) throws KeyStoreProblem {
        try {
            return new KeyRecord(text(json, "id", number), Base64.getDecoder().decode(text(json, "hash", number)),
                    text(json, "tenant", number), text(json, "plan", number), texts(json, "models", number),
                    restrictions(json, number),
                    json.has("expires") ? Optional.of(Instant.parse(text(json, "expires", number))) : Optional.empty(),
                    flag(json, "revoked", number), text(json, "name", number),
                    Instant.parse(text(json, "created", number)));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw problem(number, "a member has a value that no record can have");
        }
    }

    private Restrictions restrictions(JsonNode json, int number) throws KeyStoreProblem {
        return new Restrictions(json.has("addresses") ? texts(json, "addresses", number) : List.of(),
                json.has("routes") ? texts(json, "routes", number) : List.of(),
                json.has("hours") ? Optional.of(text(json, "hours", number)) : Optional.empty());
    }

    private String text(JsonNode json, String member, int number) throws KeyStoreProblem {
        JsonNode value = json.path(member);
        if (value.isString()) return value.stringValue();
        throw problem(number, "\"" + member + "\" is missing or not a string");
    }

    private boolean flag(JsonNode json, String member, int number) throws KeyStoreProblem {
        JsonNode value = json.path(member);
        if (value.isBoolean()) return value.booleanValue();
        throw problem(number, "\"" + member + "\" is missing or neither true nor false");
    }

    private List<String> texts(JsonNode json, String member, int number) throws KeyStoreProblem {
        JsonNode values = json.path(member);
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isString()) throw problem(number, "\"" + member + "\" holds something else than strings");
            texts.add(value.stringValue());
        }
        if (!values.isArray()) throw problem(number, "\"" + member + "\" is missing or not a list");
        return texts;
    }

    private KeyStoreProblem problem(int number, String cause) {
        return KeyStoreProblem.at(file, number, cause, RESTORE);
    }

    /** Written again from what was read, so that spaces and the order of members do not matter. */
    private static String seal(KeyRecord record, boolean renewed, Pepper pepper) {
        String content = DOMAIN + JSON.writeValueAsString(unsealed(record, renewed));
        byte[] hash = pepper.hash(content.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, SEAL_BYTES));
    }

    private static ObjectNode unsealed(KeyRecord record, boolean renewed) {
        ObjectNode json = JSON.createObjectNode()
                .put("id", record.id())
                .put("hash", Base64.getEncoder().encodeToString(record.hash()))
                .put("tenant", record.tenant())
                .put("plan", record.plan());
        var models = json.putArray("models");
        record.models().forEach(models::add);
        Restrictions restrictions = record.restrictions();
        if (!restrictions.addresses().isEmpty()) restrictions.addresses().forEach(json.putArray("addresses")::add);
        if (!restrictions.routes().isEmpty()) restrictions.routes().forEach(json.putArray("routes")::add);
        restrictions.hours().ifPresent(hours -> json.put("hours", hours));
        record.expires().ifPresent(instant -> json.put("expires", instant.toString()));
        if (renewed) json.put("renewed", true);
        return json.put("revoked", record.revoked())
                .put("name", record.name())
                .put("created", record.created().toString());
    }
}
