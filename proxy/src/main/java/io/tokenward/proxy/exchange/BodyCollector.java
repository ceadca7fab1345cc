package io.tokenward.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.tokenward.proxy.encoding.Allowance;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Collects one request body into one array, within the limit of a request and the budget of the process. Of a long body what was
 * received is kept beside the array, if the budget allows it: it can be sent on without being copied out of the heap again. Owned
 * by one event loop, but for {@link #take}. {@link #release} gives back all, once.
 */
final class BodyCollector implements Allowance {
    private static final int FIRST_CHUNK = 8 << 10;
    /** From here on a copy costs more than a list of pieces. */
    private static final int LONG_BODY = 16 << 10;
    /** A piece keeps the whole buffer that it is a part of: of many small ones that would be too much memory. */
    private static final int SMALL_PIECE = 8 << 10;
    private static final int MOST_SMALL_PIECES = 2;

    private final BodyBudget budget;
    private final long maxBytes;
    private byte[] bytes;
    private int length;
    private long taken;
    private boolean released;
    private final List<ByteBuf> pieces = new ArrayList<>();
    private boolean keepsPieces;
    private int smallPieces;

    /** @param announced Content-Length, or -1 */
    BodyCollector(BodyBudget budget, long maxBytes, long announced) throws Denied {
        this.budget = budget;
        this.maxBytes = maxBytes;
        if (announced > maxBytes) throw tooLarge();
        int capacity = announced >= 0 ? (int) announced : FIRST_CHUNK;
        need(capacity);
        bytes = new byte[capacity];
        keepsPieces = announced >= LONG_BODY;
    }

    void add(ByteBuf chunk) throws Denied {
        int more = chunk.readableBytes();
        if ((long) length + more > maxBytes) throw tooLarge();
        if (length + more > bytes.length) grow(length + more);
        if (keepsPieces && more > 0) keep(chunk);
        chunk.readBytes(bytes, length, more);
        length += more;
    }

    byte[] body() {
        if (length < bytes.length) bytes = Arrays.copyOf(bytes, length);
        return bytes;
    }

    /** The pieces of this body, if they were kept and this is it, unchanged; the caller then owes their release. */
    Optional<ByteBuf> received(byte[] body) {
        if (!keepsPieces || body != bytes || length < bytes.length) return Optional.empty();
        ByteBuf whole = Unpooled.wrappedBuffer(pieces.size(), pieces.toArray(ByteBuf[]::new));
        pieces.clear();
        keepsPieces = false;
        return Optional.of(whole);
    }

    private void keep(ByteBuf chunk) {
        int more = chunk.readableBytes();
        if (more < SMALL_PIECE) smallPieces++;
        if (smallPieces <= MOST_SMALL_PIECES && take(more)) {
            pieces.add(chunk.retainedSlice());
        } else {
            forgetPieces();
        }
    }

    private void forgetPieces() {
        keepsPieces = false;
        long kept = 0;
        for (ByteBuf piece : pieces) {
            kept += piece.readableBytes();
            piece.release();
        }
        pieces.clear();
        giveBack(kept);
    }

    private synchronized void giveBack(long bytes) {
        budget.release(bytes);
        taken -= bytes;
    }

    /** More memory for the same body, such as for its decoded form; from any thread. None once it was given back. */
    @Override
    public synchronized boolean take(long more) {
        if (released || !budget.tryTake(more)) return false;
        taken += more;
        return true;
    }

    synchronized void release() {
        forgetPieces();
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
