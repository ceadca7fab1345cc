package io.tokenward.rules.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2 files into {@link YamlNode}s. Aliases, anchors and merge keys are refused (they hide what is in force and
 * multiply out), duplicate keys too. Files above {@link #MAX_BYTES} and nesting above {@link #MAX_DEPTH} are refused.
 */
public final class Yaml {
    /** Largest file in bytes. */
    public static final int MAX_BYTES = 4 << 20;
    /** Deepest nesting of maps and lists. */
    public static final int MAX_DEPTH = 64;

    private final String file;
    private final YamlErrors errors;

    private Yaml(String file, YamlErrors errors) {
        this.file = file;
        this.errors = errors;
    }

    /** All documents of a file; empty and an error where it cannot be read. */
    public static List<YamlNode> readFile(Path path, YamlErrors errors) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                errors.add(path + ": larger than " + (MAX_BYTES >> 20) + " MiB; split it");
                return List.of();
            }
            byte[] bytes = Files.readAllBytes(path);
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return read(path.toString(), text, errors);
        } catch (NoSuchFileException missing) {
            errors.add(path + ": no such file");
        } catch (CharacterCodingException notUtf8) {
            errors.add(path + ": is not UTF-8; save it as UTF-8");
        } catch (IOException unreadable) {
            errors.add(path + ": cannot be read (" + unreadable.getMessage() + ")");
        }
        return List.of();
    }

    /** All documents of a text; what is wrong goes to {@code errors}. {@code file} is the name in messages. */
    public static List<YamlNode> read(String file, String text, YamlErrors errors) {
        if (text.length() > MAX_BYTES) {
            errors.add(file + ": larger than " + (MAX_BYTES >> 20) + " MiB; split it");
            return List.of();
        }
        return new Yaml(file, errors).documents(text);
    }

    private List<YamlNode> documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(0)
                .setCodePointLimit(MAX_BYTES)
                .setUseMarks(true)
                // Read at once: the library fails on a surrogate pair across the end of its buffer.
                .setBufferSize(text.length() + 2)
                .build();
        try {
            if (refusesStructure(text, settings)) return List.of();
            Iterator<Node> nodes = new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)));
            List<YamlNode> documents = new ArrayList<>();
            while (nodes.hasNext())
                convert(nodes.next()).ifPresent(documents::add);
            return documents;
        } catch (MarkedYamlEngineException wrong) {
            String problem = wrong.getProblem() == null ? "not YAML" : wrong.getProblem();
            errors.add(wrong.getProblemMark().map(this::place).orElse(new Place(file, 1, 1)), "",
                    "not YAML: " + problem);
        } catch (YamlEngineException wrong) {
            errors.add(new Place(file, 1, 1), "", "not YAML: " + wrong.getMessage());
        }
        return List.of();
    }

    /** Walks the events first: depth and aliases must be refused before anything recursive sees them. */
    private boolean refusesStructure(String text, LoadSettings settings) {
        int depth = 0;
        ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                default -> {}
            }
            if (event instanceof AliasEvent) {
                errors.add(event.getStartMark().map(this::place).orElse(new Place(file, 1, 1)), "",
                        "aliases are not supported; write the value out");
                return true;
            }
            if (depth > MAX_DEPTH) {
                errors.add(event.getStartMark().map(this::place).orElse(new Place(file, 1, 1)), "",
                        "nested deeper than " + MAX_DEPTH);
                return true;
            }
        }
        return false;
    }

    private Optional<YamlNode> convert(Node node) {
        Place place = node.getStartMark().map(this::place).orElse(new Place(file, 1, 1));
        return switch (node) {
            case ScalarNode scalar -> Optional
                    .of(new YamlNode.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, place));
            case SequenceNode sequence -> {
                List<YamlNode> items = new ArrayList<>();
                for (Node item : sequence.getValue())
                    convert(item).ifPresent(items::add);
                yield Optional.of(new YamlNode.Sequence(items, place));
            }
            case MappingNode mapping -> Optional.of(mapping(mapping, place));
            default -> {
                errors.add(place, "", "not supported here");
                yield Optional.empty();
            }
        };
    }

    private YamlNode mapping(MappingNode mapping, Place place) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = tuple.getKeyNode().getStartMark().map(this::place).orElse(place);
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                errors.add(keyPlace, "", "a key must be plain text");
                continue;
            }
            if (key.getValue().equals("<<")) {
                errors.add(keyPlace, "", "merge keys are not supported; write the values out");
                continue;
            }
            Optional<YamlNode> value = convert(tuple.getValueNode());
            if (value.isEmpty()) continue;
            if (entries.putIfAbsent(key.getValue(), new YamlNode.Entry(keyPlace, value.get())) != null) {
                errors.add(keyPlace, "", "key \"" + key.getValue() + "\" stands twice");
            }
        }
        return new YamlNode.Mapping(entries, place);
    }

    private Place place(Mark mark) {
        return new Place(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
