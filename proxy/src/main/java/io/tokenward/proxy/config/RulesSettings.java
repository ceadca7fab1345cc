package io.tokenward.proxy.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Which rule packs are in force.
 *
 * @param builtin whether the shipped packs are among them
 * @param packs further pack directories, in the order of the file
 * @param signedBy files with the public keys of which one must have signed each of {@code packs}; empty where none needs to
 */
public record RulesSettings(boolean builtin, List<Path> packs, List<Path> signedBy) {
    public RulesSettings {
        signedBy = List.copyOf(signedBy);
        packs = List.copyOf(packs);
    }
}
