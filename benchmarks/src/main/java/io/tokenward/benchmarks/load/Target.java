package io.tokenward.benchmarks.load;

/**
 * Where requests go.
 *
 * @param port on loopback, TLS
 * @param key sent as bearer token
 * @param h2 HTTP/2, else HTTP/1.1
 * @param path asked for
 */
public record Target(int port, String key, boolean h2, String path) {
    /** Chat Completions. */
    public Target(int port, String key, boolean h2) {
        this(port, key, h2, "/v1/chat/completions");
    }
}
