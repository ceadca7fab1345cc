package io.tokenward.proxy.limit;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Redis server, or a cluster of them, that several proxies keep their limits in.
 *
 * @param address {@code redis://host:port} or, over TLS, {@code rediss://host:port}; of a cluster, that of any node
 * @param cluster whether it is a cluster
 * @param username empty for the default user
 * @param password empty for none
 * @param trust PEM file of the authorities that the server's certificate may come from; empty for those of the system
 * @param nodes how many proxies share the limits: each may use that part of what was left while Redis is down
 */
public record RedisSettings(URI address, boolean cluster, String username, Optional<String> password,
        Optional<Path> trust, int nodes) {
    /** @throws IllegalArgumentException for an address of another kind, or with a password in it */
    public RedisSettings {
        requireNonNull(username, "username");
        requireNonNull(password, "password");
        requireNonNull(trust, "trust");
        String scheme = String.valueOf(address.getScheme());
        if (!scheme.equals("redis") && !scheme.equals("rediss"))
            throw new IllegalArgumentException("the address must begin with redis:// or rediss://, was " + scheme);
        if (address.getHost() == null) throw new IllegalArgumentException("the address must name a host");
        if (address.getUserInfo() != null) throw new IllegalArgumentException("the address must not hold a password");
        if (nodes < 1) throw new IllegalArgumentException("nodes must be at least 1, was " + nodes);
    }

    /** A single server without TLS and password. */
    static RedisSettings of(String host, int port) {
        return new RedisSettings(URI.create("redis://" + host + ":" + port), false, "", Optional.empty(),
                Optional.empty(), 1);
    }

    boolean encrypted() {
        return address.getScheme().equals("rediss");
    }

    int port() {
        return address.getPort() < 0 ? 6379 : address.getPort();
    }

    @Override
    public String toString() {
        return address + (cluster ? " (cluster)" : "");
    }
}
