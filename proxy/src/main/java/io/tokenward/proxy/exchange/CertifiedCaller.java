package io.tokenward.proxy.exchange;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.tokenward.proxy.keys.Caller;
import java.util.Optional;

/** Who the certificate of a connection's client says it is: put there after the handshake, the same for all its streams. */
public final class CertifiedCaller {
    private static final AttributeKey<Caller> KEY = AttributeKey.valueOf(CertifiedCaller.class, "caller");

    private CertifiedCaller() {}

    /** Remembers who is at the other end of a connection. */
    public static void put(Channel connection, Caller caller) {
        connection.attr(KEY).set(caller);
    }

    /** Who is at the other end of a connection, or of the connection that a stream belongs to. */
    static Optional<Caller> of(Channel connectionOrStream) {
        Optional<Caller> own = Optional.ofNullable(connectionOrStream.attr(KEY).get());
        Channel parent = connectionOrStream.parent();
        return own.isPresent() || parent == null ? own : Optional.ofNullable(parent.attr(KEY).get());
    }
}
