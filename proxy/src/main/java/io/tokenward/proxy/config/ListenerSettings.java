package io.tokenward.proxy.config;

import java.nio.file.Path;

/** A socket that takes requests over TLS. */
public record ListenerSettings(Address address, Tls tls) {
    /**
     * Where to listen.
     *
     * @param host an address or name without brackets, not resolved yet
     * @param port 0 lets the system choose a free one
     */
    public record Address(String host, int port) {
        /** {@code host:port}, with brackets around an IPv6 address. */
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /** What the listener shows to clients. */
    public sealed interface Tls {}

    /** Files in PEM: a certificate chain, leaf first, and its private key. */
    public record Identity(Path chain, Path key) implements Tls {}

    /** A certificate made at start for this machine's own names: for trying out, never for others. */
    public record Development() implements Tls {}
}
