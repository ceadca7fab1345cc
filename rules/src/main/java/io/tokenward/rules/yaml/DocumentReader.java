package io.tokenward.rules.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads the documents of one text, one after the other, straight from the parser's events: nothing is kept of a document that was
 * handed on, and what is refused is refused before anything is made of it. Not thread-safe.
 */
final class DocumentReader {
    private static final int BUFFER = 8192;

    private final String file;
    private final ParserImpl events;
    private final YamlErrors errors;
    private int depth;

    DocumentReader(String file, String text, YamlErrors errors) {
        this.file = file;
        this.errors = errors;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(Yaml.MAX_BYTES)
                .setUseMarks(true)
                .setBufferSize(BUFFER)
                .build();
        events = new ParserImpl(settings, new StreamReader(settings, new WholeCharacters(text)));
    }

    /** Hands on every document; false and an error where the text breaks off, whatever was handed on before. */
    boolean forEach(Consumer<YamlNode> each) {
        try {
            while (events.hasNext()) {
                Event event = events.next();
                if (event.getEventId() == Event.ID.DocumentStart) each.accept(node(events.next()));
            }
            return true;
        } catch (Refused refused) {
            errors.add(refused.place, "", refused.message);
        } catch (MarkedYamlEngineException wrong) {
            String problem = wrong.getProblem() == null ? "not YAML" : wrong.getProblem();
            errors.add(place(wrong.getProblemMark()), "", "not YAML: " + problem);
        } catch (YamlEngineException wrong) {
            errors.add(new Place(file, 1, 1), "", "not YAML: " + wrong.getMessage());
        }
        return false;
    }

    /** What begins with this event, all of it. */
    private YamlNode node(Event event) throws Refused {
        Place place = place(event.getStartMark());
        if (event instanceof AliasEvent)
            throw new Refused(place, "aliases are not supported; write the value out");
        if (event instanceof ScalarEvent scalar)
            return new YamlNode.Scalar(scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN, place);
        if (++depth > Yaml.MAX_DEPTH) throw new Refused(place, "nested deeper than " + Yaml.MAX_DEPTH);
        YamlNode node = event.getEventId() == Event.ID.MappingStart ? mapping(place) : sequence(place);
        depth--;
        return node;
    }

    private YamlNode sequence(Place place) throws Refused {
        List<YamlNode> items = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next())
            items.add(node(event));
        return new YamlNode.Sequence(items, place);
    }

    private YamlNode mapping(Place place) throws Refused {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            YamlNode key = node(event);
            YamlNode value = node(events.next());
            if (!(key instanceof YamlNode.Scalar(String name, _, Place keyPlace))) {
                errors.add(key.place(), "", "a key must be plain text");
            } else if (name.equals("<<")) {
                errors.add(keyPlace, "", "merge keys are not supported; write the values out");
            } else if (entries.putIfAbsent(name, new YamlNode.Entry(keyPlace, value)) != null) {
                errors.add(keyPlace, "", "key \"" + name + "\" stands twice");
            }
        }
        return new YamlNode.Mapping(entries, place);
    }

    private Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1)).orElse(new Place(file, 1, 1));
    }

    /** Ends the reading of a text. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Place place;
        private final String message;

        Refused(Place place, String message) {
            super(message, null, false, false);
            this.message = message;
            this.place = place;
        }
    }
}
