package io.tokenward.proxy.dialect;

import io.tokenward.proxy.dialect.json.JsonString;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Estimates the tokens of the strings of one request. In a long request a long string is cut into stretches of equal length, and
 * of each a sample at a random place is counted: the whole would take longer than relaying it, and an estimate is corrected by
 * the reported usage anyway. Places are random for each stretch, so that no text can be built that is seen at its thin
 * places only; a sample cuts words, so it errs to the high side. With 64 samples the error of everyday text is some 3 %. One
 * use; not thread-safe.
 */
final class TokenSample {
    /** Requests below this are counted as a whole. */
    static final int LONG_REQUEST = 16 << 10;
    private static final int VERY_LONG_REQUEST = 128 << 10;
    private static final int STRETCH = 512;
    private static final int STRETCH_OF_VERY_LONG = 1536;
    private static final int SAMPLE = 128;
    /** By so many bytes {@link #character} moves on at most. */
    private static final int LONGEST_STEP = 4;

    private final int stretch;
    private long random;

    /** @param requestBytes of the whole body */
    TokenSample(int requestBytes) {
        this(requestBytes, requestBytes < LONG_REQUEST ? 0 : ThreadLocalRandom.current().nextLong());
    }

    TokenSample(int requestBytes, long seed) {
        stretch = requestBytes < LONG_REQUEST
                ? Integer.MAX_VALUE
                : requestBytes < VERY_LONG_REQUEST ? STRETCH : STRETCH_OF_VERY_LONG;
        // The generator below never leaves 0.
        random = seed | 1;
    }

    /** Tokens of the text that a string stands for, rounded up. */
    long of(JsonString string) {
        int from = string.start() + 1;
        int to = string.end() - 1;
        if (to - from < 2L * stretch || string.numbered()) return TokenEstimate.of(string);
        byte[] body = string.body();
        int stretches = (to - from) / stretch;
        double each = (double) (to - from) / stretches;
        long sum = 0;
        for (int i = 0; i < stretches; i++) {
            // Anywhere in its stretch and on into the next: no place is seen less often than others, but for the two ends.
            int start = from + (int) (each * (i + place()));
            start = character(body, Math.min(start, to - SAMPLE - LONGEST_STEP));
            sum += TokenBlocks.sum(body, start, start + SAMPLE);
        }
        double share = each / SAMPLE;
        return (long) Math.ceil(sum * share / TokenEstimate.TOKEN);
    }

    /** The first place from here on where a character begins; within a string, so it is near. */
    private static int character(byte[] body, int at) {
        int start = at;
        while ((body[start] & 0xC0) == 0x80)
            start++;
        return body[start - 1] == '\\' ? start + 1 : start;
    }

    /** Where in its stretch a sample begins, 0 to 1. */
    private double place() {
        // Marsaglia, Xorshift RNGs (2003), 64 bits.
        random ^= random << 13;
        random ^= random >>> 7;
        random ^= random << 17;
        return (random >>> 11) * 0x1p-53;
    }
}
