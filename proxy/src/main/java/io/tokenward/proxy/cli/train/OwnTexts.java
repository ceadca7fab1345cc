package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.Role;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts of our own for what no corpus holds, as templates: {@code {name}} stands for one of the values of a slot, which may
 * hold slots again. One JSON object a line: a slot ({@code slot}, {@code values}) or a text ({@code text}, {@code label},
 * {@code family}, {@code lang}, {@code context}, a role or several, and {@code times}, how many texts to make of it, each
 * different). Slots of {@code slots.jsonl} may be used in all files.
 */
final class OwnTexts {
    /** What the names of our sources begin with. */
    static final String SOURCE = "own-";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern SLOT = Pattern.compile("\\{([a-z0-9-]+)\\}");
    private static final int DEEPEST = 5;

    private final Map<String, List<String>> slots = new HashMap<>();
    private final Random random;

    private OwnTexts(long seed) {
        random = new Random(seed);
    }

    static List<Example> read(Path directory, long seed) throws IOException {
        var texts = new OwnTexts(seed);
        var lines = new ArrayList<JsonNode>();
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
        }
        for (Path file : files) {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                if (line.isBlank()) continue;
                try {
                    lines.add(JSON.readTree(line));
                } catch (tools.jackson.core.JacksonException broken) {
                    throw new IOException(file + ":" + number + ": not JSON", broken);
                }
            }
        }
        for (JsonNode line : lines)
            if (line.has("slot")) texts.slot(line);
        var examples = new ArrayList<Example>();
        for (JsonNode line : lines)
            if (line.has("text")) texts.expand(line, examples);
        return examples;
    }

    private void slot(JsonNode line) {
        var values = new ArrayList<String>();
        line.get("values").forEach(value -> values.add(value.asString()));
        slots.computeIfAbsent(line.get("slot").asString(), _ -> new ArrayList<>()).addAll(values);
    }

    private void expand(JsonNode line, List<Example> examples) {
        String template = line.get("text").asString();
        boolean attack = !line.path("label").asString("injection").equals("benign");
        int times = line.path("times").asInt(SLOT.matcher(template).find() ? 8 : 1);
        Set<String> made = new HashSet<>();
        for (String role : line.path("context").asString("user").split(",")) {
            for (int i = 0; i < times; i++) {
                String text = filled(template, 0);
                if (!made.add(role + text)) continue;
                examples.add(new Example(text, attack,
                        SOURCE + (attack ? "attack-" : "benign-") + line.path("family").asString("other"),
                        template, Role.of(role).orElseThrow(), !attack, 1));
            }
        }
    }

    private String filled(String template, int depth) {
        Matcher matcher = SLOT.matcher(template);
        var text = new StringBuilder();
        while (matcher.find()) {
            List<String> values = slots.get(matcher.group(1));
            String value = values == null || depth > DEEPEST
                    ? matcher.group()
                    : filled(values.get(random.nextInt(values.size())), depth + 1);
            matcher.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        matcher.appendTail(text);
        return text.toString();
    }
}
