package io.tokenward.proxy.dialect;

import io.tokenward.detectors.Passage;

/** One text of a request with its place in the body. */
interface RequestText {
    /** Offset of its first byte. */
    int start();

    /** Offset after its last byte. */
    int end();

    /** The text with who speaks it and its pointer. */
    Passage passage();

    /** Another text in its stead, written as the body writes texts there. */
    byte[] written(String text);
}
