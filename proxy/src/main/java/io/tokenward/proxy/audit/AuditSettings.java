package io.tokenward.proxy.audit;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where exchanges are recorded.
 *
 * @param directory of the segments; made at the start if it does not exist
 * @param retain how long a finished segment is kept
 * @param onFull what happens where lines cannot be written as fast as exchanges end, or not at all
 */
public record AuditSettings(Path directory, Duration retain, OnFull onFull) {
    /** What is given up first. */
    public enum OnFull {
        /** New exchanges are refused until their lines can be kept. */
        STOP("stop"),
        /** Exchanges go on; lines that find no room are counted, and the count is a line. */
        DROP_AND_COUNT("drop-and-count");

        private final String word;

        OnFull(String word) {
            this.word = word;
        }

        /** As it is spelled in a configuration. */
        public String word() {
            return word;
        }
    }
}
