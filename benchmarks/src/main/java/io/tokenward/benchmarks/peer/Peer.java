package io.tokenward.benchmarks.peer;

/**
 * A peer that runs.
 *
 * @param port where it speaks TLS
 * @param screenedKey the API key of a caller whose prompts are screened, where the peer knows any
 * @param unscreenedKey of one whose prompts are not
 */
public record Peer(Child process, int port, String screenedKey, String unscreenedKey) implements AutoCloseable {
    @Override
    public void close() {
        process.close();
    }
}
