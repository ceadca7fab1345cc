package io.tokenward.proxy.config;

import io.tokenward.certs.Revocation;
import io.tokenward.certs.SubjectName;
import io.tokenward.proxy.address.Forwarded;
import io.tokenward.proxy.address.Networks;
import io.tokenward.proxy.host.AddressKind;
import io.tokenward.proxy.keys.Caller;
import io.tokenward.proxy.listener.TlsPolicy;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A socket that takes requests. */
public record ListenerSettings(Place address, Tls tls, Clients clients, TlsPolicy policy, Peers peers) {
    /** Where to listen. */
    public sealed interface Place {}

    /**
     * A Unix domain socket.
     *
     * @param file its name in the file system, absolute
     * @param mode who may connect, as file permissions
     */
    public record SocketFile(Path file, Set<PosixFilePermission> mode) implements Place {
        public SocketFile {
            mode = Set.copyOf(mode);
        }

        /** As it is written in the configuration. */
        @Override
        public String toString() {
            return "unix:" + file;
        }
    }

    /**
     * Whose word about where a connection or request comes from is believed.
     *
     * @param proxyProtocol who has to begin connections with a PROXY head; nothing if nobody does
     * @param forwarded the field that names clients, and who may write it; nothing if none is read
     */
    public record Peers(Optional<Networks> proxyProtocol, Optional<Forwarded> forwarded) {
        /** Nobody's: where a connection comes from is what its socket says. */
        public static final Peers UNTRUSTED = new Peers(Optional.empty(), Optional.empty());
    }

    /**
     * A TCP socket.
     *
     * @param host an address or name without brackets, not resolved yet
     * @param port 0 lets the system choose a free one
     */
    public record Address(String host, int port) implements Place {
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

    /** No TLS: for Unix domain sockets alone, where the system keeps others out. */
    public record Plain() implements Tls {}

    /** A certificate made at start for this machine's own names: for trying out, never for others. */
    public record Development() implements Tls {}

    /** One certificate with its key. */
    public sealed interface Identity {
        /** Host names that it answers to; empty for those in the certificate. */
        List<String> names();

        /** Where the status of the certificate comes from, which is sent along in handshakes; empty for nowhere. */
        Optional<Status> status();
    }

    /** Where the status of a certificate comes from. */
    public sealed interface Status {}

    /** A file in DER. */
    public record StatusFile(Path file) implements Status {}

    /**
     * The responder that the certificate names.
     *
     * @param addresses kinds that it may have beside public and private ones
     */
    public record FetchedStatus(Set<AddressKind> addresses) implements Status {
        public FetchedStatus {
            addresses = Set.copyOf(addresses);
        }
    }

    /**
     * Files in PEM.
     *
     * @param chain a certificate chain, leaf first
     * @param password of an encrypted key
     */
    public record Pem(List<String> names, Path chain, Path key, Optional<SecretReference> password,
            Optional<Status> status)
            implements
                Identity {}

    /** A PKCS#12 file with one key. */
    public record Store(List<String> names, Path store, SecretReference password, Optional<Status> status)
            implements
                Identity {}

    /**
     * Ordered from the authority of {@code acme}.
     *
     * @param names of the certificate; at least one
     * @param storage directory where it is kept
     */
    public record Ordered(List<String> names, Path storage, Optional<Status> status) implements Identity {
        public Ordered {
            names = List.copyOf(names);
        }
    }

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
     * @param revocation where it is looked up whether a certificate was revoked
     */
    public record Certified(boolean required, Path authorities, Map<SubjectName, Caller> callers, Revocation revocation)
            implements
                Clients {
        public Certified {
            callers = Collections.unmodifiableMap(new LinkedHashMap<>(callers));
        }
    }
}
