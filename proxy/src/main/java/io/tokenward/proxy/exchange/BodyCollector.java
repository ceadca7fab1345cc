package io.tokenward.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.Arrays;

/**
 * Collects one request body into one array, within the limit of a request and the budget of the process. Owned by one
 * event loop. {@link #release} gives the budget back, once.
 */
final class BodyCollector {
    private static final int FIRST_CHUNK = 8 << 10;
    private final BodyBudget budget;
    private final long maxBytes;
    private byte[] bytes;
    private int length;
    private long taken;

    /** @param announced Content-Length, or -1 */
    BodyCollector(BodyBudget budget, long maxBytes, long announced) throws Denied {
        this.budget = budget;
        this.maxBytes = maxBytes;
        if (announced > maxBytes) throw tooLarge();
        int capacity = announced >= 0 ? (int) announced : FIRST_CHUNK;
        take(capacity);
        bytes = new byte[capacity];
    }

    void add(ByteBuf chunk) throws Denied {
        int more = chunk.readableBytes();
        if ((long) length + more > maxBytes) throw tooLarge();
        if (length + more > bytes.length) grow(length + more);
        chunk.readBytes(bytes, length, more);
        length += more;
    }

    byte[] body() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    void release() {
        budget.release(taken);
        taken = 0;
    }

    private void grow(int needed) throws Denied {
        int capacity = (int) Math.min(maxBytes, Math.max(needed, bytes.length * 2L));
        take(capacity - bytes.length);
        bytes = Arrays.copyOf(bytes, capacity);
    }

    private void take(long more) throws Denied {
        if (!budget.tryTake(more)) {
            release();
            throw Problem.OVERLOADED.denied();
        }
        taken += more;
    }

    private Denied tooLarge() {
        return Problem.BODY_TOO_LARGE
                .denied("The request body is larger than the " + maxBytes + " bytes that this endpoint accepts.");
    }
}
