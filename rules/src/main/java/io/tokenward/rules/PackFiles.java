package io.tokenward.rules;

import io.tokenward.rules.yaml.Yaml;
import io.tokenward.rules.yaml.YamlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a pack: a directory, or the shipped one on the class path, whose files the build lists in {@code files.txt}. */
final class PackFiles {
    private static final String BUILTIN = "/packs/builtin/";

    private PackFiles() {}

    static Map<String, String> of(Path directory, YamlErrors errors) {
        Map<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            errors.add(directory + ": no such directory; a pack is a directory of YAML files");
            return files;
        }
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file : found.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
                if (Files.size(file) > Yaml.MAX_BYTES) {
                    errors.add(file + ": larger than " + (Yaml.MAX_BYTES >> 20) + " MiB; split it");
                } else {
                    files.put(file.toString(), Files.readString(file));
                }
            }
        } catch (IOException unreadable) {
            errors.add(directory + ": cannot be read as UTF-8 files (" + unreadable.getMessage() + ")");
        }
        return files;
    }

    static Map<String, String> builtin() {
        Map<String, String> files = new TreeMap<>();
        for (String name : List.of(resource("files.txt").split("\\R"))) {
            if (!name.isBlank()) files.put("builtin/" + name, resource(name));
        }
        return files;
    }

    private static String resource(String name) {
        try (InputStream in = PackFiles.class.getResourceAsStream(BUILTIN + name)) {
            if (in == null) throw new IllegalStateException("the build left out " + BUILTIN + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
