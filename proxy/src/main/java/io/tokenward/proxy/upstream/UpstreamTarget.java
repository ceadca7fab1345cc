package io.tokenward.proxy.upstream;

import static java.util.Objects.requireNonNull;

import io.tokenward.proxy.host.AddressKind;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * Where an endpoint of an upstream is, and how long it may take.
 *
 * @param name of its upstream in the configuration
 * @param host host name or address
 * @param port TCP port
 * @param tls whether to speak TLS
 * @param basePath prefix of every path, without a trailing slash; mostly empty
 * @param connect how long a connection may take to open
 * @param firstByte how long the answer may take to begin; generous, since slow models are no fault
 * @param idle how long a begun answer may pause
 * @param reachable what its host name may lead to
 */
public record UpstreamTarget(String name, String host, int port, boolean tls, String basePath, Duration connect,
        Duration firstByte, Duration idle, Set<AddressKind> reachable) {
    public UpstreamTarget {
        reachable = Set.copyOf(reachable);
        requireNonNull(name, "name");
        requireNonNull(host, "host");
        if (port < 1 || port > 65535) throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
    }

    /** The target of an {@code http:} or {@code https:} URL. */
    public static UpstreamTarget of(String name, URI url, Duration connect, Duration firstByte, Duration idle,
            Set<AddressKind> reachable) {
        boolean tls = "https".equals(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        while (path.endsWith("/"))
            path = path.substring(0, path.length() - 1);
        return new UpstreamTarget(name, url.getHost(), port, tls, path, connect, firstByte, idle,
                reachable);
    }

    /** The {@code Host} header for it. */
    public String authority() {
        return port == (tls ? 443 : 80) ? host : host + ":" + port;
    }
}
