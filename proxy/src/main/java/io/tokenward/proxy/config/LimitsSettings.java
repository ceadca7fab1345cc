package io.tokenward.proxy.config;

import java.time.Duration;

/**
 * Bounds of the whole process. Sizes are in bytes.
 *
 * @param head of one request line and its headers; 32 KiB
 * @param body of one request; 16 MiB
 * @param bodiesInMemory of all requests together; 256 MiB or a third of the Java heap, never less than {@code body}
 * @param expansion most decoded bytes for each byte of a body with a Content-Encoding; 100
 * @param connections from clients at the same time; 20,000
 * @param connectionsPerAddress from one address of them; as many
 * @param screeningQueue prompts that wait for a screening thread; 512
 * @param screeningThreads one for each processor
 * @param headerTimeout from the first byte of a head to its last; 10 s
 * @param bodyTimeout from the last byte of the head to the last of the body; 60 s
 * @param idleTimeout of a connection without a request; 75 s
 * @param drain given to running exchanges at shutdown; 30 s
 */
public record LimitsSettings(int head, int body, long bodiesInMemory, int expansion, int connections,
        int connectionsPerAddress,
        int screeningQueue,
        int screeningThreads, Duration headerTimeout, Duration bodyTimeout, Duration idleTimeout, Duration drain) {}
