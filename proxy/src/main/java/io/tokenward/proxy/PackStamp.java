package io.tokenward.proxy;

import io.tokenward.proxy.config.RulesSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which files packs have, how long they are and when they were written: two that differ mean that something was changed. Links are
 * followed, as mounted configurations have them. Immutable.
 */
record PackStamp(Map<Path, String> files) {
    /** More files than a pack may have: enough to see that it has too many. */
    private static final int MOST_FILES = 2000;

    static PackStamp of(RulesSettings settings) {
        Map<Path, String> files = new TreeMap<>();
        List<Path> all = new ArrayList<>(settings.signedBy());
        for (Path directory : settings.packs()) {
            files.put(directory, Files.isDirectory(directory) ? "directory" : "missing");
            try (Stream<Path> found = Files.list(directory)) {
                all.addAll(found.limit(MOST_FILES).toList());
            } catch (IOException unreadable) {
                files.put(directory, unreadable.getClass().getSimpleName());
            }
        }
        all.forEach(file -> files.put(file, stamp(file)));
        return new PackStamp(files);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
        } catch (IOException unreadable) {
            return unreadable.getClass().getSimpleName();
        }
    }
}
