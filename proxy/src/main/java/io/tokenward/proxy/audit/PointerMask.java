package io.tokenward.proxy.audit;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes out of JSON pointers what callers may have written: only positions in lists and names that belong to the APIs stay, any
 * other name is {@code *}, for a name can be a secret as well as a value can.
 */
final class PointerMask {
    private static final int MOST_DIGITS = 6;
    private static final Set<String> NAMES = Set.of("", "messages", "content", "text", "input", "output", "system",
            "tools",
            "tool_calls", "tool_use", "tool_result", "function", "functions", "parameters", "properties", "description",
            "title", "default", "enum", "const", "examples", "required", "items", "arguments", "name", "names",
            "metadata",
            "user", "role", "type", "model", "instructions", "prompt", "suffix", "stop", "source", "data", "url",
            "image_url",
            "file", "file_data", "filename", "input_schema", "response_format", "json_schema", "schema", "citations",
            "context", "thinking", "prediction", "audio", "body", "custom_id", "requests", "params", "session", "item",
            "response", "refusal", "id", "tool_call_id", "stop_sequences");

    private PointerMask() {}

    static String of(String pointer) {
        return Arrays.stream(pointer.split("/", -1)).map(PointerMask::segment).collect(Collectors.joining("/"));
    }

    private static String segment(String segment) {
        boolean ofName = segment.endsWith("#");
        String name = ofName ? segment.substring(0, segment.length() - 1) : segment;
        boolean position = !name.isEmpty() && name.length() <= MOST_DIGITS
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
        String shown = position || NAMES.contains(name) ? name : "*";
        return ofName ? shown + "#" : shown;
    }
}
