package io.tokenward.proxy.upstream;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import java.util.Iterator;

/** Idle connections of one upstream on one event loop. Owned by that loop: not thread-safe. */
final class ConnectionPool {
    /** More idle connections per loop than this are closed: they cost the upstream memory and serve no one. */
    static final int MAX_IDLE = 64;

    private final ArrayDeque<Channel> idle = new ArrayDeque<>();

    /** The connection used last (the likeliest to be alive), or null. */
    @org.jspecify.annotations.Nullable
    Channel lease() {
        Channel channel;
        while ((channel = idle.pollLast()) != null) {
            if (channel.isActive()) return channel;
            channel.close();
        }
        return null;
    }

    void giveBack(Channel channel) {
        if (!channel.isActive() || idle.size() >= MAX_IDLE) {
            channel.close();
            return;
        }
        idle.addLast(channel);
    }

    void forget(Channel channel) {
        idle.remove(channel);
    }

    void closeAll() {
        for (Iterator<Channel> each = idle.iterator(); each.hasNext();) {
            Channel channel = each.next();
            each.remove();
            channel.close();
        }
    }
}
