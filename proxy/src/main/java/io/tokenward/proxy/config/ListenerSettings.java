package io.tokenward.proxy.config;

import io.tokenward.certs.SubjectName;
import io.tokenward.proxy.keys.Caller;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A socket that takes requests over TLS. */
public record ListenerSettings(Address address, Tls tls, Clients clients) {
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

    /** Certificates of one's own; the first is for clients whose name fits none. At least one. */
    public record Identities(List<Identity> identities) implements Tls {
        public Identities {
            identities = List.copyOf(identities);
        }
    }

    /** A certificate made at start for this machine's own names: for trying out, never for others. */
    public record Development() implements Tls {}

    /** One certificate with its key. */
    public sealed interface Identity {
        /** Host names that it answers to; empty for those in the certificate. */
        List<String> names();
    }

    /**
     * Files in PEM.
     *
     * @param chain a certificate chain, leaf first
     * @param password of an encrypted key
     */
    public record Pem(List<String> names, Path chain, Path key, Optional<SecretReference> password)
            implements
                Identity {}

    /** A PKCS#12 file with one key. */
    public record Store(List<String> names, Path store, SecretReference password) implements Identity {}

    /** What clients have to show of themselves during the handshake. */
    public sealed interface Clients {}

    /** Nothing: they are known by their API key alone. */
    public record Anyone() implements Clients {}

    /**
     * A certificate.
     *
     * @param required whether a client without one is refused during the handshake
     * @param authorities PEM file with the issuers believed
     * @param callers who is meant by a name in a certificate, for requests without an API key
     */
    public record Certified(boolean required, Path authorities, Map<SubjectName, Caller> callers) implements Clients {
        public Certified {
            callers = Collections.unmodifiableMap(new LinkedHashMap<>(callers));
        }
    }
}
