package io.tokenward.proxy.dialect.json;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * A string or the name of a member. Well-formed, since the reader has seen all of it; the text is made when somebody asks:
 * most strings of a request that is not screened are never asked for. Thread-safe as long as nobody writes into the body.
 */
public final class JsonString implements JsonValue {
    /** How a token spells its text. */
    enum Spelling {
        /** ASCII that stands for itself. */
        PLAIN,
        /** UTF-8 that stands for itself. */
        UTF8,
        /** With escapes of two characters, such as a line end. */
        ESCAPED,
        /** With escapes of six characters, and perhaps the others. */
        NUMBERED
    }

    private final byte[] body;
    private final int start;
    private final int end;
    private final Spelling spelling;
    // Written without a lock: who comes at the same time makes an equal one.
    private @Nullable String text;

    JsonString(byte[] body, int start, int end, Spelling spelling) {
        this.body = body;
        this.start = start;
        this.end = end;
        this.spelling = spelling;
    }

    /** The text that the token stands for. */
    public String text() {
        String known = text;
        if (known != null) return known;
        String made = switch (spelling) {
            case PLAIN -> new String(body, start + 1, units(), StandardCharsets.ISO_8859_1);
            case UTF8 -> new String(body, start + 1, units(), StandardCharsets.UTF_8);
            case ESCAPED, NUMBERED -> Unescape.text(body, start + 1, end - 1);
        };
        text = made;
        return made;
    }

    /** Takes {@code same}, if there is one, for the text of this token, which spells it plainly. */
    JsonString known(@Nullable String same) {
        if (same != null && spelling == Spelling.PLAIN) text = same;
        return this;
    }

    /** Whether the text is surely longer than so many UTF-16 units; costs nothing. */
    public boolean longerThan(int units) {
        // No unit takes more than the six bytes of an escape.
        return units() > 6L * units;
    }

    /** Whether characters are written as numbers, so that the bytes tell little about the words. */
    public boolean numbered() {
        return spelling == Spelling.NUMBERED;
    }

    /** The bytes of the document that the token stands in; not a copy. */
    public byte[] body() {
        return body;
    }

    @Override
    public int start() {
        return start;
    }

    @Override
    public int end() {
        return end;
    }

    /** Never the text, which may be a prompt or a secret. */
    @Override
    public String toString() {
        return "JsonString[" + start + ".." + end + "]";
    }

    private int units() {
        return end - start - 2;
    }
}
