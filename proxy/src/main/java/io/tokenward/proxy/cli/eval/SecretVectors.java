package io.tokenward.proxy.cli.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads texts labelled for secrets: a JSON object a line with {@code expect} (secret, clean), {@code text} or {@code text_b64}
 * and, where known, {@code id}, {@code kind}, {@code note}, in which {@code tier=…} is the tag.
 */
final class SecretVectors {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SecretVectors() {}

    /** All lines of all files, in order. */
    static List<SecretVector> read(List<Path> files) throws IOException {
        var vectors = new ArrayList<SecretVector>();
        for (Path file : files) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (!line.isBlank()) vectors.add(one(line, file + ":" + number));
                }
            }
        }
        return vectors;
    }

    private static SecretVector one(String line, String place) throws IOException {
        try {
            JsonNode node = JSON.readTree(line);
            String expect = node.path("expect").asString("");
            if (!expect.equals("secret") && !expect.equals("clean"))
                throw new IOException(place + ": \"expect\" is neither secret nor clean");
            String kind = node.path("kind").asString("");
            return new SecretVector(node.path("id").asString(place), expect.equals("secret"),
                    tag(expect, kind, node.path("note").asString("")), kind, text(node));
        } catch (JacksonException broken) {
            throw new IOException(place + ": not JSON; write {\"text\":…,\"expect\":…} a line", broken);
        } catch (IllegalArgumentException broken) {
            throw new IOException(place + ": \"text_b64\" is no base64", broken);
        }
    }

    private static String text(JsonNode node) {
        if (node.has("text")) return node.path("text").asString("");
        return new String(Base64.getDecoder().decode(node.path("text_b64").asString("")), StandardCharsets.UTF_8);
    }

    private static String tag(String expect, String kind, String note) {
        int tier = note.indexOf("tier=");
        if (tier >= 0 && expect.equals("secret")) return note.substring(tier + 5).split("[;, ]")[0];
        int colon = kind.indexOf(':');
        if (kind.startsWith("pii-")) return expect + " " + kind;
        return expect.equals("clean") && colon > 0 ? "clean " + kind.substring(0, colon) : expect;
    }
}
