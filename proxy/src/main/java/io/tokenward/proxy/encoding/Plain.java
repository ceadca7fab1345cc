package io.tokenward.proxy.encoding;

import java.util.Arrays;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/** The bytes that come out, checked against every bound before they are kept. One use; not thread-safe. */
final class Plain {
    /** What is said of a body that is larger than what it came as allows. */
    private static final int FIRST = 16 << 10;

    private final long most;
    private final String bound;
    private final Allowance allowance;
    private byte[] bytes = new byte[0];
    private int length;

    /**
     * A buffer that takes so much and no more.
     *
     * @param most bytes
     * @param bound why no more, for the caller
     */
    Plain(long most, String bound, Allowance allowance) {
        this.most = most;
        this.bound = bound;
        this.allowance = allowance;
    }

    void add(byte[] chunk, int count) throws Denied {
        if (length + (long) count > most) throw Problem.BODY_TOO_LARGE.denied(bound);
        if (length + count > bytes.length) {
            int capacity = (int) Math.min(most, Math.max(length + count, Math.max(FIRST, bytes.length * 2L)));
            if (!allowance.take(capacity - bytes.length)) throw Problem.OVERLOADED.denied();
            bytes = Arrays.copyOf(bytes, capacity);
        }
        System.arraycopy(chunk, 0, bytes, length, count);
        length += count;
    }

    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
