package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonText;

import org.jspecify.annotations.Nullable;

/**
 * One text of a request, not yet made.
 *
 * @param token the string that it is, or is wrapped in
 * @param suffix what the pointer has behind the path
 * @param embedded the text in its wrapping; null where the token is the text
 */
record PromptText(JsonString token, Role role, JsonPath path, String suffix, Embedded.@Nullable Text embedded)
        implements
            RequestText {
    @Override
    public int start() {
        return token.start();
    }

    @Override
    public int end() {
        return token.end();
    }

    @Override
    public byte[] written(String text) {
        if (embedded == null) return JsonText.quotedBytes(text);
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        return JsonText.quotedBytes(embedded.prefix() + base64);
    }

    @Override
    public Passage passage() {
        return new Passage(embedded == null ? token.text() : embedded.text(), role, path.pointer() + suffix);
    }
}
