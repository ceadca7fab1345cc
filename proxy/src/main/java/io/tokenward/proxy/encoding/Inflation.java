package io.tokenward.proxy.encoding;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import io.tokenward.proxy.problem.Denied;

/** One DEFLATE stream (RFC 1951) out of a longer array. */
final class Inflation {
    /** Told of what came out. */
    interface Sink {
        void take(byte[] chunk, int count) throws Denied;
    }

    private Inflation() {}

    /** Returns the offset after the stream. */
    static int run(Inflater inflater, byte[] body, int offset, byte[] chunk, Sink sink) throws Denied, Damaged {
        inflater.setInput(body, offset, body.length - offset);
        while (!inflater.finished()) {
            int count;
            try {
                count = inflater.inflate(chunk);
            } catch (DataFormatException broken) {
                throw new Damaged("it is damaged");
            }
            if (count > 0) {
                sink.take(chunk, count);
            } else if (inflater.needsDictionary()) {
                throw new Damaged("it needs a dictionary");
            } else if (inflater.needsInput()) {
                throw new Damaged("it is cut short");
            }
        }
        return body.length - inflater.getRemaining();
    }
}
