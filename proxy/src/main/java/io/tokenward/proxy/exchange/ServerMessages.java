package io.tokenward.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.tokenward.proxy.dialect.ServerEvent;
import java.util.Arrays;
import java.util.function.Consumer;

/** Puts the messages of an endpoint together to look at them while they pass. Bounded; event loop only. */
final class ServerMessages {
    /** Of a longer message the rest is not looked at. */
    static final int MOST = 1 << 20;

    private final Consumer<ServerEvent> seen;
    private byte[] bytes = new byte[4 << 10];
    private int length;

    ServerMessages(Consumer<ServerEvent> seen) {
        this.seen = seen;
    }

    /** The content of the next frame, which stays as it is. */
    void look(ByteBuf content, boolean last) {
        int more = Math.min(content.readableBytes(), MOST - length);
        if (length + more > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.min(MOST, Math.max(length + more, 2 * length)));
        content.getBytes(content.readerIndex(), bytes, length, more);
        length += more;
        if (!last) return;
        int whole = length;
        length = 0;
        seen.accept(ServerEvent.of(bytes, whole));
    }
}
