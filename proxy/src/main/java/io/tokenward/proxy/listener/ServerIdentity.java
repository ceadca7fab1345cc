package io.tokenward.proxy.listener;

import io.tokenward.certs.IdentitySource;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One of the identities of a listener.
 *
 * @param names host names that it answers to, a wildcard allowed as first label; empty for the names in its certificate
 * @param source where it comes from
 * @param stapling where the status of its certificate comes from, which is sent along in handshakes
 */
public record ServerIdentity(List<String> names, IdentitySource source, Stapling stapling) {
    public ServerIdentity {
        names = List.copyOf(names);
    }

    /** One without a status. */
    public ServerIdentity(List<String> names, IdentitySource source) {
        this(names, source, new Stapling.None());
    }

    /** All files that it is read from. */
    List<Path> files() {
        return switch (stapling) {
            case Stapling.None() -> source.files();
            case Stapling.Fetched _ -> source.files();
            case Stapling.InFile(Path file) -> Stream.concat(source.files().stream(), Stream.of(file)).toList();
        };
    }
}
