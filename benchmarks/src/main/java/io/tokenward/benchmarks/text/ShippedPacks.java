package io.tokenward.benchmarks.text;

import io.tokenward.rules.RuleEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The files of the packs that ship, so that a part can be measured alone. */
public final class ShippedPacks {
    private static final String DIRECTORY = "/packs/builtin/";

    private ShippedPacks() {}

    /** All files but that one. */
    public static List<Map<String, String>> without(String left) {
        Map<String, String> files = new TreeMap<>();
        for (String name : read("files.txt").lines().filter(name -> !name.isBlank()).toList())
            if (!name.equals(left)) files.put(name, read(name));
        return List.of(files);
    }

    private static String read(String name) {
        try (InputStream in = RuleEngine.class.getResourceAsStream(DIRECTORY + name)) {
            if (in == null) throw new IllegalStateException("no " + DIRECTORY + name + " on the class path");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
