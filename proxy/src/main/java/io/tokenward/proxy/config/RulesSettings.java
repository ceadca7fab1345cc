package io.tokenward.proxy.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Which rule packs are in force.
 *
 * @param builtin whether the shipped packs are among them
 * @param packs further pack directories, in the order of the file
 */
public record RulesSettings(boolean builtin, List<Path> packs) {
    public RulesSettings {
        packs = List.copyOf(packs);
    }
}
