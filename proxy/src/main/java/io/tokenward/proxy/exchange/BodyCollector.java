package io.tokenward.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.tokenward.proxy.encoding.Allowance;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.util.Arrays;

/**
 * Collects one request body into one array, within the limit of a request and the budget of the process. Owned by one
 * event loop, but for {@link #take}. {@link #release} gives the budget back, once.
 */
final class BodyCollector implements Allowance {
    private static final int FIRST_CHUNK = 8 << 10;
    private final BodyBudget budget;
    private final long maxBytes;
    private byte[] bytes;
    private int length;
    private long taken;
    private boolean released;

    /** @param announced Content-Length, or -1 */
    BodyCollector(BodyBudget budget, long maxBytes, long announced) throws Denied {
        this.budget = budget;
        this.maxBytes = maxBytes;
        if (announced > maxBytes) throw tooLarge();
        int capacity = announced >= 0 ? (int) announced : FIRST_CHUNK;
        need(capacity);
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

    /** More memory for the same body, such as for its decoded form; from any thread. None once it was given back. */
    @Override
    public synchronized boolean take(long more) {
        if (released || !budget.tryTake(more)) return false;
        taken += more;
        return true;
    }

    synchronized void release() {
        budget.release(taken);
        taken = 0;
        released = true;
    }

    private void grow(int needed) throws Denied {
        int capacity = (int) Math.min(maxBytes, Math.max(needed, bytes.length * 2L));
        need(capacity - bytes.length);
        bytes = Arrays.copyOf(bytes, capacity);
    }

    private void need(long more) throws Denied {
        if (take(more)) return;
        release();
        throw Problem.OVERLOADED.denied();
    }

    private Denied tooLarge() {
        return Problem.BODY_TOO_LARGE
                .denied("The request body is larger than the " + maxBytes + " bytes that this endpoint accepts.");
    }
}
