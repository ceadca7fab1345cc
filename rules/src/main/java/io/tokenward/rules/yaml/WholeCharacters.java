package io.tokenward.rules.yaml;

import java.io.Reader;

/** A text that is never handed out up to the middle of a surrogate pair: the YAML library fails where its buffer ends in one. */
final class WholeCharacters extends Reader {
    private final String text;
    private int at;

    WholeCharacters(String text) {
        this.text = text;
    }

    @Override
    public int read(char[] into, int offset, int length) {
        if (at == text.length()) return -1;
        // The library wants a place behind half a pair that ends the text.
        int end = Math.min(text.length(), at + Math.max(1, length - 1));
        if (end < text.length() && end - at > 1 && Character.isHighSurrogate(text.charAt(end - 1))) end--;
        text.getChars(at, end, into, offset);
        int read = end - at;
        at = end;
        return read;
    }

    @Override
    public void close() {}
}
