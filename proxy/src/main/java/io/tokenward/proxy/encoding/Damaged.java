package io.tokenward.proxy.encoding;

/** Bytes that are not what their coding allows. Stackless, since clients send them as they please. */
final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String what) {
        super(what, null, false, false);
    }
}
