package io.tokenward.proxy.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import io.tokenward.rules.yaml.YamlErrors;

/** What all values of one file share: where errors go, and the directory that relative paths start from. */
record Reading(YamlErrors errors, Path directory) {
    /** That path, relative to the file's directory; empty where the operating system cannot have such a name. */
    Optional<Path> path(String text) {
        try {
            return Optional.of(directory.resolve(text).normalize());
        } catch (InvalidPathException unusable) {
            return Optional.empty();
        }
    }
}
