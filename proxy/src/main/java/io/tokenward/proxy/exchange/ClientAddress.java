package io.tokenward.proxy.exchange;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AttributeKey;
import io.tokenward.proxy.address.Forwarded;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/** Where a request comes from, as far as those who say so are trusted. Belongs to a connection, and to all its streams. */
public final class ClientAddress {
    private static final AttributeKey<Optional<InetAddress>> PEER = AttributeKey.valueOf(ClientAddress.class, "peer");
    private static final AttributeKey<Forwarded> FORWARDED = AttributeKey.valueOf(ClientAddress.class, "forwarded");

    private ClientAddress() {}

    /** From now on the connection counts as coming from there, whatever its own other end is. */
    public static void put(Channel connection, InetAddress peer) {
        connection.attr(PEER).set(Optional.of(peer));
    }

    /** From now on a field of requests says where they come from, if those who wrote it are trusted. */
    public static void trust(Channel connection, Forwarded forwarded) {
        connection.attr(FORWARDED).set(forwarded);
    }

    /** The other end of a connection; nothing for a Unix domain socket. */
    public static Optional<InetAddress> peer(Channel connection) {
        @Nullable
        Optional<InetAddress> told = connection.attr(PEER).get();
        if (told != null) return told;
        return connection.remoteAddress() instanceof InetSocketAddress socket
                ? Optional.ofNullable(socket.getAddress())
                : Optional.empty();
    }

    /** As text, empty where it is not known. */
    static String of(Channel connection, HttpHeaders headers) throws Denied {
        Optional<InetAddress> peer = peer(connection);
        Forwarded forwarded = connection.attr(FORWARDED).get();
        if (forwarded == null) return text(peer);
        List<String> lines = headers.getAll(forwarded.field().text());
        if (!forwarded.readable(peer, lines))
            throw Problem.BAD_FRAMING.denied("The header field Forwarded is not as RFC 7239 has it; send none.");
        return text(forwarded.client(peer, lines));
    }

    private static String text(Optional<InetAddress> address) {
        return address.map(InetAddress::getHostAddress).orElse("");
    }
}
