package io.tokenward.certs.acme;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;

import javax.net.ssl.SSLContext;

import org.shredzone.acme4j.connector.Connection;
import org.shredzone.acme4j.connector.NetworkSettings;
import org.shredzone.acme4j.provider.GenericAcmeProvider;

/** How the library speaks to the authority: with a trust of our own, without redirections, within bounds. */
final class BoundedProvider extends GenericAcmeProvider {
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final SSLContext trust;

    BoundedProvider(SSLContext trust) {
        this.trust = trust;
    }

    @Override
    public HttpClient createHttpClient(NetworkSettings settings) {
        return HttpClient.newBuilder()
                .sslContext(trust)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(TIMEOUT)
                .proxy(settings.getProxySelector())
                .build();
    }

    @Override
    public Connection connect(URI directory, NetworkSettings settings, HttpClient client) {
        return new BoundedConnection(directory, createHttpConnector(settings, client));
    }
}
