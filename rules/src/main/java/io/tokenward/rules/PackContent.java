package io.tokenward.rules;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The YAML files of a pack as texts.
 *
 * @param name of the directory, for packs that give themselves none
 * @param files text by name, the names as users know them
 */
record PackContent(String name, Map<String, String> files) {
    PackContent {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }
}
