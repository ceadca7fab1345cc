package io.tokenward.proxy.cli.eval;

import io.tokenward.detectors.Role;
import io.tokenward.proxy.cli.eval.LabelledText.Label;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads labelled texts: a JSON object a line with {@code text}, {@code label} (benign, injection, jailbreak,
 * indirect_injection, harmful_plain) and, where known, {@code id}, {@code lang}, {@code source}, {@code group},
 * {@code context} (a role; user if missing), {@code hard}.
 */
public final class CorpusFiles {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> LABELS = Arrays.stream(Label.values()).map(CorpusFiles::word).toList();

    private CorpusFiles() {}

    /** All lines of all files, in order. */
    public static List<LabelledText> read(List<Path> files) throws IOException {
        var texts = new ArrayList<LabelledText>();
        for (Path file : files) {
            try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                int number = 0;
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    if (!line.isBlank()) texts.add(one(line, file + ":" + number));
                }
            }
        }
        return texts;
    }

    private static LabelledText one(String line, String place) throws IOException {
        try {
            JsonNode node = JSON.readTree(line);
            if (!node.path("text").isString()) throw new IOException(place + ": \"text\" is missing or not a string");
            Label label = label(node.path("label").asString(""))
                    .orElseThrow(() -> new IOException(place + ": \"label\" is missing or none of " + LABELS));
            Role role = Role.of(node.path("context").asString("user")).orElse(Role.USER);
            return new LabelledText(node.path("id").asString(place), node.path("text").asString(""), label,
                    node.path("lang").asString("und"), node.path("source").asString("file"),
                    node.path("group").asString(""), role,
                    node.path("hard").asBoolean(false));
        } catch (JacksonException broken) {
            throw new IOException(place + ": not JSON; write {\"text\":…,\"label\":…} a line", broken);
        }
    }

    private static Optional<Label> label(String word) {
        return Arrays.stream(Label.values()).filter(label -> word(label).equalsIgnoreCase(word)).findFirst();
    }

    private static String word(Label label) {
        return label.name().toLowerCase(Locale.ROOT);
    }
}
