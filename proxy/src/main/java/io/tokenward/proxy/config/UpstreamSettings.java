package io.tokenward.proxy.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A model endpoint.
 *
 * @param url scheme {@code https} or {@code http}, host, perhaps a port and a path that stands before every path of a dialect
 */
public record UpstreamSettings(String name, URI url, Credential credential, Trust trust, Timeouts timeouts) {
    /** Whether the connection is encrypted. */
    public boolean encrypted() {
        return url.getScheme().equals("https");
    }

    /** The port written in the URL, or the scheme's own. */
    public int port() {
        if (url.getPort() != -1) return url.getPort();
        return encrypted() ? 443 : 80;
    }

    /** What the endpoint is shown. */
    public sealed interface Credential {}

    /** The proxy's own credential; it replaces the caller's. */
    public record Own(SecretReference secret) implements Credential {}

    /** Requests are signed with these keys of AWS. */
    public record Signed(String region, SecretReference accessKey, SecretReference secretKey,
            Optional<SecretReference> sessionToken) implements Credential {}

    /** The caller's own credential is passed on. */
    public record Caller() implements Credential {}

    /** Whose certificates are believed. */
    public sealed interface Trust {}

    /** The authorities of the Java runtime. */
    public record SystemTrust() implements Trust {}

    /** Only the certificates of this PEM file. */
    public record PemTrust(Path file) implements Trust {}

    /**
     * How long to wait.
     *
     * @param connect for TCP and TLS together
     * @param firstByte from the last byte of the request to the first of the answer
     * @param idle between two bytes of the answer
     */
    public record Timeouts(Duration connect, Duration firstByte, Duration idle) {}
}
