package io.tokenward.rules.yaml;

/**
 * Where a node stands.
 *
 * @param file name as the user gave it
 * @param line 1-based
 * @param column 1-based
 */
public record Place(String file, int line, int column) {
    /** {@code file:line:column}, as editors understand it. */
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
