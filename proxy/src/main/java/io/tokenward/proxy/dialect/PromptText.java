package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonString;

import org.jspecify.annotations.Nullable;

/**
 * One text of a request, not yet made.
 *
 * @param token the string that it is, or is wrapped in
 * @param suffix what the pointer has behind the path
 * @param embedded the text in its wrapping; null where the token is the text
 */
record PromptText(JsonString token, Role role, JsonPath path, String suffix, Embedded.@Nullable Text embedded) {
    Passage passage() {
        return new Passage(embedded == null ? token.text() : embedded.text(), role, path.pointer() + suffix);
    }
}
