package io.tokenward.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.tokenward.proxy.dialect.ServerEvent;
import io.tokenward.proxy.dialect.ServerEventScan;
import io.tokenward.proxy.dialect.SessionForm;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Looks at the messages of an endpoint while they pass, in their order. A long one takes many turns of the event loop, with
 * {@link #SLICE} bytes in each and others' sockets between them, so that it holds nobody else up; until it was looked at, no more should be read. Event loop
 * only.
 */
final class ServerMessages {
    /** Bytes that are looked at in one turn of the event loop: some hundred microseconds. */
    static final int SLICE = 64 << 10;

    private static final FastThreadLocal<byte[]> WINDOW = new FastThreadLocal<>() {
        @Override
        protected byte[] initialValue() {
            return new byte[SLICE];
        }
    };

    private record Piece(ByteBuf content, boolean last) {}

    private final Executor later;
    private final Consumer<ServerEvent> seen;
    private final Runnable caughtUp;
    private final ServerEventScan scan;
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private @Nullable Runnable after;

    /**
     * Messages of one session.
     *
     * @param later runs what it is given on the event loop, after the loop has looked at its sockets: a task without a delay would run
     *        before
     * @param caughtUp runs when all was looked at that had to wait
     */
    ServerMessages(Executor later, SessionForm form, Consumer<ServerEvent> seen, Runnable caughtUp) {
        this.scan = new ServerEventScan(form);
        this.later = later;
        this.seen = seen;
        this.caughtUp = caughtUp;
    }

    /** The content of the next frame, which stays as it is. */
    void look(ByteBuf content, boolean last) {
        if (waiting.isEmpty() && content.readableBytes() <= SLICE) {
            see(content, content.readableBytes());
            if (last) seen.accept(scan.end());
            return;
        }
        waiting.add(new Piece(content.retainedDuplicate(), last));
        if (waiting.size() == 1) later.execute(this::goOn);
    }

    /** Whether something has come that was not looked at. */
    boolean behind() {
        return !waiting.isEmpty();
    }

    /** Runs when all that has come was looked at, which may be now. Of several the first counts. */
    void afterwards(Runnable then) {
        if (!behind()) {
            then.run();
        } else if (after == null) {
            after = then;
        }
    }

    private void goOn() {
        Piece piece = waiting.peek();
        if (piece == null) return;
        int now = Math.min(SLICE, piece.content.readableBytes());
        see(piece.content, now);
        piece.content.skipBytes(now);
        if (!piece.content.isReadable()) {
            waiting.remove();
            piece.content.release();
            if (piece.last) seen.accept(scan.end());
        }
        if (behind()) {
            later.execute(this::goOn);
        } else if (after != null) {
            after.run();
        } else {
            caughtUp.run();
        }
    }

    private void see(ByteBuf content, int length) {
        byte[] window = WINDOW.get();
        content.getBytes(content.readerIndex(), window, 0, length);
        scan.see(window, 0, length);
    }

    /** Forgets what was not looked at. */
    void close() {
        for (Piece piece : waiting)
            piece.content.release();
        waiting.clear();
    }
}
