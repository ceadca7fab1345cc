package io.tokenward.certs.acme;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who orders certificates, and from which authority. Immutable.
 *
 * @param directory where the authority lists its services (RFC 8555 section 7.1.1); https alone
 * @param contacts whom it writes to, as {@code mailto:} addresses
 * @param binding to an account that one has there already
 * @param trust PEM file with the authorities that the server's own certificate is checked against; empty for the system's
 * @param challenge how one's hold of a name is shown
 */
public record AcmeAccount(URI directory, List<URI> contacts, Optional<Binding> binding, Optional<Path> trust,
        ChallengeKind challenge) {
    public AcmeAccount {
        contacts = List.copyOf(contacts);
        if (!"https".equals(directory.getScheme()))
            throw new IllegalArgumentException("the directory must be at https, was " + directory);
    }

    /**
     * An external account binding (RFC 8555 section 7.3.4), as commercial authorities ask for.
     *
     * @param keyId the name of the key
     * @param key asked at each order: the key in base64url, a new array each time, wiped after use; throws {@link
     *     java.io.UncheckedIOException}, whose cause says where and why, while it cannot be read
     */
    public record Binding(String keyId, Supplier<byte[]> key) {}
}
