package io.tokenward.proxy.cli.memory;

import io.tokenward.detectors.Category;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RulesProblem;
import io.tokenward.rules.memory.KnownAttack;
import io.tokenward.rules.memory.Sketch;
import io.tokenward.rules.yaml.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of a pack that holds nothing but known attacks. Rewritten as a whole; not thread-safe. */
final class MemoryFile {
    private static final String HEAD = """
            # Sketches of known attacks, made by `tokenward memory`; the texts cannot be read back from them.
            known-attacks:
            """;

    private final Path path;
    private final Map<String, KnownAttack> attacks = new LinkedHashMap<>();

    private MemoryFile(Path path) {
        this.path = path;
    }

    /** The file as it is; empty where it does not exist. */
    static MemoryFile open(Path path) throws IOException, RulesProblem {
        var file = new MemoryFile(path);
        if (!Files.exists(path)) return file;
        RuleEngine engine = RuleEngine.of(List.of(Map.of(path.toString(), Files.readString(path))));
        if (!engine.rules().isEmpty())
            throw new IOException(path + " holds rules; known attacks need a file of their own");
        for (KnownAttack attack : engine.memory().attacks())
            file.attacks.put(attack.id(), attack);
        return file;
    }

    Collection<KnownAttack> attacks() {
        return attacks.values();
    }

    /** Whether it was new. */
    boolean add(Category category, Sketch sketch) {
        return attacks.putIfAbsent(sketch.id(),
                new KnownAttack(category, sketch, new Place(path.toString(), 1, 1))) == null;
    }

    /** Whether it was there. */
    boolean remove(String id) {
        return attacks.remove(id) != null;
    }

    /** Writes all of it beside the file and puts it in its place, so that no reader sees half of it. */
    void write() throws IOException {
        var text = new StringBuilder(HEAD);
        Map<String, List<KnownAttack>> byCategory = new LinkedHashMap<>();
        attacks.values()
                .forEach(attack -> byCategory.computeIfAbsent(attack.category().word(), _ -> new ArrayList<>())
                        .add(attack));
        byCategory.forEach((word, known) -> {
            text.append("  ").append(word).append(":\n");
            known.forEach(attack -> text.append("    - ")
                    .append(attack.sketch())
                    .append(" # ")
                    .append(attack.id())
                    .append('\n'));
        });
        if (byCategory.isEmpty()) text.setLength(HEAD.length() - 1);
        if (byCategory.isEmpty()) text.append(" {}\n");
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
