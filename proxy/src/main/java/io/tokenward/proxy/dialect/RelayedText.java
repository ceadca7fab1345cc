package io.tokenward.proxy.dialect;

import java.util.Set;

/**
 * Estimates the output in an answer from its strings under the names that hold what a model wrote. Works byte by byte over
 * any chunk borders, in constant memory, on whole documents as on the deltas of a stream. Not thread-safe.
 */
final class RelayedText {
    /** The names that most APIs have. */
    static final Set<String> WRITTEN = Set.of("content", "arguments", "reasoning_content", "reasoning", "refusal",
            "text", "input", "transcript", "thinking", "partial_json", "response", "tool_plan", "reasoningText");
    private static final int MAX_NAME = 32;
    // Hundredths of a token, as in TokenEstimate.
    private static final int TOKEN = 100;

    private final Set<String> written;
    private final Set<String> others;
    private final StringBuilder name = new StringBuilder();
    private boolean quoted;
    private boolean escaped;
    private boolean counting;
    private boolean afterColon;
    private boolean depthSeen;
    private int depth;
    /** Depth at which an object of others' words began; negative outside of one. */
    private int othersAt = -1;
    private long string;
    private long sum;

    RelayedText(Set<String> written) {
        this(written, Set.of());
    }

    /** @param others names of objects with words in them that no model wrote */
    RelayedText(Set<String> written, Set<String> others) {
        this.written = written;
        this.others = others;
    }

    void see(byte b) {
        if (b == '\n' || b == '\r') {
            // No string of JSON holds a raw line end: whatever confused us ends here, such as a comment of the stream.
            quoted = false;
        } else if (quoted) {
            within(b);
        } else {
            between(b);
        }
    }

    /** Tokens so far, rounded up. */
    long tokens() {
        return (hundredths() + TOKEN - 1) / TOKEN;
    }

    /** The same in hundredths of a token. */
    long hundredths() {
        return sum + (quoted && counting && string > 0 ? Math.max(string, TOKEN) : 0);
    }

    /** Whether an object began and ended. */
    boolean closed() {
        return depthSeen && depth == 0;
    }

    private void within(byte b) {
        if (escaped) {
            escaped = false;
            string += TOKEN;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            quoted = false;
            // Every delta of a stream is a token at least.
            if (counting && string > 0) sum += Math.max(string, TOKEN);
            if (counting) name.setLength(0);
        } else if (counting) {
            string += weight(b);
        } else if (name.length() < MAX_NAME) {
            name.append((char) (b & 0xFF));
        }
    }

    private void between(byte b) {
        switch (b) {
            case '"' -> {
                quoted = true;
                escaped = false;
                string = 0;
                counting = afterColon && othersAt < 0 && written.contains(name.toString());
                if (!counting) name.setLength(0);
                afterColon = false;
            }
            case ':' -> afterColon = true;
            case '{', '[' -> {
                depthSeen = true;
                if (othersAt < 0 && afterColon && others.contains(name.toString())) othersAt = depth;
                depth++;
                afterColon = false;
            }
            case '}', ']' -> {
                depth--;
                if (depth <= othersAt) othersAt = -1;
                afterColon = false;
            }
            case ',' -> afterColon = false;
            default -> {}
        }
    }

    private static int weight(byte b) {
        if (b < 0) {
            int lead = b & 0xFF;
            // The first byte of a character stands for all of it.
            return lead < 0xC0 ? 0 : lead < 0xE0 ? TOKEN : lead < 0xF0 ? 110 : 300;
        }
        if (b >= 'a' && b <= 'z') return 28;
        if (b >= 'A' && b <= 'Z' || b >= '0' && b <= '9') return 50;
        return b == ' ' ? 0 : TOKEN;
    }
}
