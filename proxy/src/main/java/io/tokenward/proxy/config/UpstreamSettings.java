package io.tokenward.proxy.config;

import io.tokenward.certs.Pin;
import io.tokenward.proxy.host.AddressKind;
import io.tokenward.proxy.host.Host;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.Optional;

import io.tokenward.proxy.upstream.Ejection;
import io.tokenward.proxy.upstream.HealthCheck;

/**
 * A model endpoint.
 *
 * @param urls of its endpoints, at least one: scheme {@code https} or {@code http}, host, perhaps a port and a path that stands
 *     before every path of a dialect
 * @param ejection when an endpoint that fails is left out
 * @param check how endpoints are asked whether they are well; empty for not at all
 * @param addresses what the hosts of the URLs may lead to; empty for what is usual for each
 * @param client the certificate shown to an endpoint that asks for one
 * @param pins keys of which an endpoint must have one; empty for any
 */
public record UpstreamSettings(String name, List<URI> urls, Credential credential, Trust trust, Timeouts timeouts,
        Ejection ejection, Optional<HealthCheck> check, Set<AddressKind> addresses,
        Optional<ListenerSettings.Identity> client, Set<Pin> pins) {
    public UpstreamSettings {
        urls = List.copyOf(urls);
        addresses = Set.copyOf(addresses);
        pins = Set.copyOf(pins);
    }

    /** What the host of one of the URLs may lead to. An address that was written is meant, unless nobody means such a one. */
    public Set<AddressKind> reachable(URI url) {
        if (!addresses.isEmpty()) return addresses;
        return switch (Host.of(url.getHost()).orElseThrow()) {
            case Host.Address(var address) -> switch (AddressKind.of(address)) {
                case PUBLIC -> Set.of(AddressKind.PUBLIC);
                case PRIVATE -> Set.of(AddressKind.PRIVATE);
                case LOOPBACK -> Set.of(AddressKind.LOOPBACK);
                case LINK_LOCAL, METADATA, RESERVED -> Set.of();
            };
            case Host.Name name when name.labels().getLast().equals("localhost") -> Set.of(AddressKind.LOOPBACK);
            case Host.Name _ -> Set.of(AddressKind.PUBLIC, AddressKind.PRIVATE);
        };
    }

    /** The first endpoint. */
    public URI url() {
        return urls.getFirst();
    }

    /** Whether a connection to any endpoint is encrypted. */
    public boolean encrypted() {
        return urls.stream().anyMatch(url -> url.getScheme().equals("https"));
    }

    /** The port written in the first URL, or the scheme's own. */
    public int port() {
        if (url().getPort() != -1) return url().getPort();
        return url().getScheme().equals("https") ? 443 : 80;
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
