package io.tokenward.proxy.cli;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.config.Settings;
import io.tokenward.proxy.keys.ApiKey;
import io.tokenward.proxy.keys.NewKey;
import io.tokenward.proxy.keys.Restrictions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code keys import}: many keys at once, from JSON lines. */
@Command(name = "import", mixinStandardHelpOptions = true, description = {
        "Makes a key for every line of a file, or none if a line is wrong, and shows all of them once.",
        "A line is JSON: {\"tenant\": …, \"plan\": …, \"models\": […], \"addresses\": […], \"routes\": […], \"hours\": …,",
        "\"ttl\": \"P90D\", \"name\": …}; all but the tenant may be left out."}, footer = {"",
                "Example: tokenward keys import -c tokenward.yaml people.jsonl > keys.jsonl"})
final class KeysImportCommand extends KeyStoreCommand {
    private static final Set<String> FIELDS = Set.of("tenant", "plan", "models", "addresses", "routes", "hours", "ttl",
            "name");

    @Parameters(paramLabel = "FILE", description = "JSON lines.")
    private @Nullable Path file;

    @Override
    public Integer call() throws Exception {
        Settings settings = settings();
        List<NewKey> wanted = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(requireNonNull(file))) {
            number++;
            if (line.isBlank()) continue;
            try {
                wanted.add(wanted(settings, line));
            } catch (IllegalArgumentException impossible) {
                return wrong(file + ":" + number + ": " + impossible.getMessage() + "; nothing was made");
            }
        }
        List<ApiKey> keys = open(settings).create(wanted);
        for (int i = 0; i < keys.size(); i++) {
            NewKey made = wanted.get(i);
            System.out.println(JsonMapper.shared()
                    .createObjectNode()
                    .put("id", keys.get(i).id())
                    .put("key", keys.get(i).reveal())
                    .put("tenant", made.tenant())
                    .put("plan", made.plan())
                    .put("name", made.name()));
        }
        System.err.println(
                keys.size() + " keys made. They are shown once; a running proxy knows them within two seconds.");
        return 0;
    }

    private static NewKey wanted(Settings settings, String line) {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(line);
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("this is not JSON");
        }
        if (!root.isObject()) throw new IllegalArgumentException("a line must be a JSON object");
        for (String name : root.propertyNames())
            if (!FIELDS.contains(name))
                throw new IllegalArgumentException("there is no field \"" + name + "\"; possible: " + FIELDS);
        return wanted(settings, text(root, "tenant"), text(root, "plan"), texts(root, "models"),
                new Restrictions(texts(root, "addresses"), texts(root, "routes"),
                        Optional.of(text(root, "hours")).filter(hours -> !hours.isEmpty())),
                ttl(text(root, "ttl")), text(root, "name"));
    }

    private static Optional<Duration> ttl(String text) {
        if (text.isEmpty()) return Optional.empty();
        try {
            return Optional.of(Duration.parse(text));
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException("ttl must be an ISO 8601 duration, such as P90D");
        }
    }

    private static String text(JsonNode root, String name) {
        JsonNode value = root.path(name);
        if (value.isMissingNode()) return "";
        if (!value.isString()) throw new IllegalArgumentException(name + " must be a text");
        return value.stringValue();
    }

    private static List<String> texts(JsonNode root, String name) {
        JsonNode values = root.path(name);
        if (values.isMissingNode()) return List.of();
        if (!values.isArray()) throw new IllegalArgumentException(name + " must be a list of texts");
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isString()) throw new IllegalArgumentException(name + " must be a list of texts");
            texts.add(value.stringValue());
        }
        return texts;
    }
}
