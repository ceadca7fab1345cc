package io.tokenward.proxy.dialect.json;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Finds short strings and numbers of a JSON document by their paths while its bytes come, in pieces of any size: each byte is
 * looked at once, and memory is constant. What it is told need not be JSON; then it finds something or nothing. A path such as
 * {@code response.id} is one of names; arrays on its way have none. Not thread-safe.
 */
public final class ScalarScan {
    private static final int DEEPEST = 6;
    /** Bytes of a name or a value; longer ones are not looked for. */
    private static final int LONGEST = 80;
    private static final int MOST = 32;

    private final Predicate<String> wanted;
    private final Map<String, String> found = new HashMap<>();
    /** The name of the member that each open object is at; of an open array, none. */
    private final @Nullable String[] names = new String[DEEPEST + 1];
    private final StringBuilder token = new StringBuilder(LONGEST);
    /** Bit n: what is open at depth n is an object. */
    private long objects;
    private int depth;
    private boolean quoted;
    private boolean escaped;
    private boolean unfit;
    private boolean nameNext;

    /** @param wanted whether a value with that path is looked for */
    public ScalarScan(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    /** The next bytes. */
    public void see(byte[] bytes, int offset, int length) {
        int end = offset + length;
        for (int at = offset; at < end; at++) {
            if (!quoted) {
                between(bytes[at]);
            } else if (unfit && !escaped) {
                // Most bytes of a long event stand in strings that nobody looks for.
                while (at < end && bytes[at] != '"' && bytes[at] != '\\')
                    at++;
                if (at < end) within(bytes[at]);
            } else {
                within(bytes[at]);
            }
        }
    }

    /** What was found so far, by its path; of values with the same path the first. */
    public Map<String, String> found() {
        return Map.copyOf(found);
    }

    /** The next byte is the first of another document. */
    public void restart() {
        found.clear();
        token.setLength(0);
        objects = 0;
        depth = 0;
        quoted = false;
        escaped = false;
        nameNext = false;
    }

    private void within(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            // No word that is looked for needs one.
            escaped = true;
            unfit = true;
        } else if (b == '"') {
            quoted = false;
            ended();
        } else if (token.length() == LONGEST) {
            unfit = true;
        } else if (!unfit) {
            token.append((char) (b & 0xFF));
        }
    }

    private void between(byte b) {
        switch (b) {
            case '"' -> {
                quoted = true;
                token.setLength(0);
                unfit = depth > DEEPEST;
            }
            case '{' -> open(true);
            case '[' -> open(false);
            case '}', ']' -> {
                number();
                if (depth > 0) depth--;
                nameNext = false;
            }
            case ',' -> {
                number();
                nameNext = isObject();
            }
            case ':', ' ', '\t', '\r', '\n' -> {}
            default -> {
                if (token.length() < LONGEST) token.append((char) (b & 0xFF));
            }
        }
    }

    private void open(boolean object) {
        token.setLength(0);
        depth++;
        if (depth < Long.SIZE) objects = object ? objects | 1L << depth : objects & ~(1L << depth);
        if (depth <= DEEPEST) names[depth] = object ? null : "";
        nameNext = object;
    }

    private boolean isObject() {
        return depth < Long.SIZE && (objects & 1L << depth) != 0;
    }

    private void ended() {
        if (!nameNext) {
            if (!unfit) value();
        } else if (depth <= DEEPEST) {
            names[depth] = unfit ? null : token.toString();
            nameNext = false;
        }
        token.setLength(0);
    }

    private void number() {
        if (token.length() > 0 && token.length() < LONGEST) value();
        token.setLength(0);
    }

    private void value() {
        if (depth == 0 || depth > DEEPEST || found.size() == MOST) return;
        var path = new StringBuilder();
        for (int i = 1; i <= depth; i++) {
            String name = names[i];
            if (name == null) return;
            if (!name.isEmpty()) path.append(path.isEmpty() ? "" : ".").append(name);
        }
        if (wanted.test(path.toString())) found.putIfAbsent(path.toString(), token.toString());
    }
}
