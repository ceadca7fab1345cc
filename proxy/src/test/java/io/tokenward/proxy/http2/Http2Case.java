package io.tokenward.proxy.http2;

import java.io.IOException;

/**
 * One row of the table.
 *
 * @param section of RFC 9113, or of RFC 7541 behind {@code hpack}; {@code generic} for what just has to work
 * @param title what the client does
 */
record Http2Case(String section, String title, Script script, Required required) {
    /** What the client does after preface and settings. */
    interface Script {
        void run(Peer peer) throws IOException;
    }

    /** How the table begins the row. */
    String row() {
        return "| " + section + " | " + title + " | " + required.words() + " |";
    }

    @Override
    public String toString() {
        return section + " " + title;
    }
}
