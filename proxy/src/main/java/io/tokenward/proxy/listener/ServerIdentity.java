package io.tokenward.proxy.listener;

import io.tokenward.certs.IdentitySource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One of the identities of a listener.
 *
 * @param names host names that it answers to, a wildcard allowed as first label; empty for the names in its certificate
 * @param source where it comes from
 * @param stapled file with the status of its certificate, sent along in handshakes
 */
public record ServerIdentity(List<String> names, IdentitySource source, Optional<Path> stapled) {
    public ServerIdentity {
        names = List.copyOf(names);
    }

    /** One without a status. */
    public ServerIdentity(List<String> names, IdentitySource source) {
        this(names, source, Optional.empty());
    }

    /** All files that it is read from. */
    List<Path> files() {
        return Stream.concat(source.files().stream(), stapled.stream()).toList();
    }
}
