package io.tokenward.certs.acme;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.connector.DefaultConnection;
import org.shredzone.acme4j.connector.HttpConnector;

/**
 * Requests of the library that end: an answer is whole within a time and a size, or is none. All go where the directory is: an
 * authority that could name other addresses could have us ask services inside our own network.
 */
final class BoundedConnection extends DefaultConnection {
    /** A chain of certificates has some 5 KiB. */
    private static final int MOST_BYTES = 256 << 10;
    private static final BodyHandler<InputStream> WHOLE = BodyHandlers
            .limiting(_ -> BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new),
                    MOST_BYTES);

    private final URI directory;

    BoundedConnection(URI directory, HttpConnector connector) {
        super(connector);
        this.directory = directory;
    }

    @Override
    protected void sendRequest(Session session, URL url, Consumer<HttpRequest.Builder> body) throws IOException {
        if (!url.getProtocol().equals(directory.getScheme())
                || !url.getAuthority().equalsIgnoreCase(directory.getAuthority()))
            throw new IOException(
                    "the authority names " + url.getAuthority() + ", which is not where its directory is");
        HttpRequest.Builder request = httpConnector.createRequestBuilder(url)
                .header("Accept-Charset", "utf-8")
                .header("Accept-Language", "en");
        body.accept(request);
        lastResponse = answer(request.build());
        // It was not asked for, and a little of it could become much.
        if (lastResponse.headers().firstValue("Content-Encoding").isPresent())
            throw new IOException("the authority answers in a content encoding that was not asked for");
    }

    private HttpResponse<InputStream> answer(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<InputStream>> answer = httpClient.sendAsync(request, WHOLE);
        try {
            return answer.get(BoundedProvider.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            throw new IOException("no answer within " + BoundedProvider.TIMEOUT.toSeconds() + " s", slow);
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } finally {
            answer.cancel(true);
        }
    }
}
