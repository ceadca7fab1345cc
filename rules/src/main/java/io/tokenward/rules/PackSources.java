package io.tokenward.rules;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where packs come from. Immutable.
 *
 * @param builtin whether the shipped pack is among them; it is part of the program and needs no signature
 * @param directories one pack each
 * @param verifier whose signatures the directories need; empty where they need none
 */
public record PackSources(boolean builtin, List<Path> directories, Optional<PackVerifier> verifier) {
    public PackSources {
        directories = List.copyOf(directories);
    }

    /** The shipped pack and these, which need no signature. */
    public static PackSources unsigned(List<Path> directories) {
        return new PackSources(true, directories, Optional.empty());
    }

    /** The same with more directories behind. */
    public PackSources with(List<Path> more) {
        var all = new ArrayList<>(directories);
        all.addAll(more);
        return new PackSources(builtin, all, verifier);
    }
}
