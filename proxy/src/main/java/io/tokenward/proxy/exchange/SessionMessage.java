package io.tokenward.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Arrays;

/** A message of a caller, put together from its frames, within the limit of a body and the budget of all. Event loop only. */
final class SessionMessage {
    private final BodyBudget budget;
    private final long most;
    private byte[] bytes = new byte[0];
    private int length;
    private long taken;
    private boolean text;

    SessionMessage(BodyBudget budget, long most) {
        this.budget = budget;
        this.most = most;
    }

    /** Takes the content of a frame; false where there is no room. */
    boolean add(WebSocketFrame frame) {
        if (frame instanceof TextWebSocketFrame) text = true;
        if (frame instanceof BinaryWebSocketFrame) text = false;
        ByteBuf content = frame.content();
        int more = content.readableBytes();
        if ((long) length + more > most || !budget.tryTake(more)) return false;
        taken += more;
        if (length + more > bytes.length)
            bytes = Arrays.copyOf(bytes, (int) Math.min(most, Math.max(length + more, 2L * length)));
        content.getBytes(content.readerIndex(), bytes, length, more);
        length += more;
        return true;
    }

    /** Whether it is text, as its first frame says. */
    boolean text() {
        return text;
    }

    /** The whole message; it is still counted until {@link #forget}. */
    byte[] whole() {
        byte[] whole = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        bytes = new byte[0];
        length = 0;
        return whole;
    }

    /** Gives back what was counted. */
    void forget() {
        budget.release(taken);
        taken = 0;
        bytes = new byte[0];
        length = 0;
    }
}
