package io.tokenward.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where certificates are ordered by ACME (RFC 8555).
 *
 * @param directory of the authority, at https
 * @param contacts whom it writes to, as {@code mailto:} addresses
 * @param storage directory of keys and certificates, absolute
 * @param http where challenges over plain HTTP are answered; empty for challenges in handshakes
 * @param trust authorities that the server's own certificate is checked against; empty for the system's
 * @param binding to an account that one has there already
 */
public record AcmeSettings(URI directory, List<URI> contacts, Path storage, Optional<ListenerSettings.Address> http,
        Optional<Path> trust, Optional<Binding> binding) {
    public AcmeSettings {
        contacts = List.copyOf(contacts);
    }

    /** An account that the authority knows under that id; the key is written in base64url. */
    public record Binding(String keyId, SecretReference key) {}
}
