package io.tokenward.rules;

import io.tokenward.rules.yaml.Yaml;
import io.tokenward.rules.yaml.YamlErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a pack: a directory, or the shipped one on the class path, whose files the build lists in {@code files.txt}. */
final class PackFiles {
    /** Largest pack in bytes, all files together. */
    static final long MAX_BYTES = 32 << 20;
    /** Most files of a pack. */
    static final int MAX_FILES = 1000;
    private static final String RESOURCES = "/packs/builtin/";
    private static final String YAML = ".yaml";

    private PackFiles() {}

    /** The YAML files of a directory, whose signature is good where one is needed. */
    static Optional<PackContent> of(Path directory, Optional<PackVerifier> verifier, YamlErrors errors) {
        Optional<Map<String, byte[]>> bytes = bytes(directory, errors);
        if (bytes.isEmpty()) return Optional.empty();
        if (verifier.isPresent() && !PackSignature.accepted(directory, bytes.get(), verifier.get(), errors))
            return Optional.empty();
        Map<String, String> texts = new TreeMap<>();
        bytes.get().forEach((name, content) -> {
            if (name.endsWith(YAML))
                text(directory.resolve(name), content, errors)
                        .ifPresent(text -> texts.put(directory.resolve(name).toString(), text));
        });
        Path last = directory.toAbsolutePath().normalize().getFileName();
        return Optional.of(new PackContent(last == null ? "" : last.toString(), texts));
    }

    /** Every file in the directory itself, by name: they are read once, so that what was verified is what is used. */
    static Optional<Map<String, byte[]>> bytes(Path directory, YamlErrors errors) {
        if (!Files.isDirectory(directory)) {
            errors.add(directory + ": no such directory; a pack is a directory of YAML files");
            return Optional.empty();
        }
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(directory)) {
            long total = 0;
            for (Path file : found.filter(Files::isRegularFile).sorted().limit(MAX_FILES + 1L).toList()) {
                long size = Files.size(file);
                total += size;
                if (size > Yaml.MAX_BYTES) {
                    errors.add(file + ": larger than " + (Yaml.MAX_BYTES >> 20) + " MiB; split it");
                    return Optional.empty();
                }
                if (total > MAX_BYTES || files.size() >= MAX_FILES) {
                    errors.add(directory + ": more than " + (MAX_BYTES >> 20) + " MiB or " + MAX_FILES
                            + " files; make several packs of it");
                    return Optional.empty();
                }
                files.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
            return Optional.of(files);
        } catch (IOException unreadable) {
            errors.add(directory + ": cannot be read (" + unreadable.getMessage() + ")");
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file, byte[] content, YamlErrors errors) {
        try {
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
        } catch (CharacterCodingException notUtf8) {
            errors.add(file + ": is not UTF-8; save it as UTF-8");
            return Optional.empty();
        }
    }

    static PackContent builtin() {
        Map<String, String> files = new TreeMap<>();
        for (String name : List.of(resource("files.txt").split("\\R"))) {
            if (!name.isBlank()) files.put("builtin/" + name, resource(name));
        }
        return new PackContent(Pack.BUILTIN, files);
    }

    private static String resource(String name) {
        try (InputStream in = PackFiles.class.getResourceAsStream(RESOURCES + name)) {
            if (in == null) throw new IllegalStateException("the build left out " + RESOURCES + name);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
