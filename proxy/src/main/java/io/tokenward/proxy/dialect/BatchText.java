package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Passage;

/**
 * A text of one line of a batch.
 *
 * @param text with its place in the line
 * @param offset of the line in the body
 */
record BatchText(RequestText text, int offset) implements RequestText {
    @Override
    public int start() {
        return offset + text.start();
    }

    @Override
    public int end() {
        return offset + text.end();
    }

    @Override
    public Passage passage() {
        return text.passage();
    }

    @Override
    public byte[] written(String other) {
        return text.written(other);
    }
}
