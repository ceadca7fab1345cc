package io.tokenward.rules.yaml;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads YAML 1.2 files into {@link YamlNode}s. Aliases, anchors and merge keys are refused (they hide what is in force and
 * multiply out), duplicate keys too. Files above {@link #MAX_BYTES} and nesting above {@link #MAX_DEPTH} are refused.
 */
public final class Yaml {
    /** Largest file in bytes. */
    public static final int MAX_BYTES = 4 << 20;
    /** Deepest nesting of maps and lists. */
    public static final int MAX_DEPTH = 64;

    private Yaml() {}

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
        List<YamlNode> documents = new ArrayList<>();
        return forEach(file, text, errors, documents::add) ? documents : List.of();
    }

    /**
     * Hands on the documents of a text, one after the other, so that they need not be there all at once.
     *
     * @return whether the text could be read to its end; where it could not, documents before that were handed on
     */
    public static boolean forEach(String file, String text, YamlErrors errors, Consumer<YamlNode> each) {
        if (text.length() > MAX_BYTES) {
            errors.add(file + ": larger than " + (MAX_BYTES >> 20) + " MiB; split it");
            return false;
        }
        return new DocumentReader(file, text, errors).forEach(each);
    }
}
