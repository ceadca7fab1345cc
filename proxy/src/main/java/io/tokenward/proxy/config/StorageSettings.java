package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Durability;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where limits are kept across restarts, or shared with other proxies. */
public sealed interface StorageSettings {
    /**
     * Quotas and packs of one proxy, in a file.
     *
     * @param ledger an SQLite file; made at the start if it does not exist
     * @param durability what an acknowledged charge survives
     */
    record InFile(Path ledger, Durability durability) implements StorageSettings {}

    /**
     * All limits of several proxies, in a Redis server or cluster.
     *
     * @param address {@code redis://host:port} or {@code rediss://host:port}
     * @param cluster whether it is a cluster
     * @param user empty for the default one
     * @param password empty for none
     * @param trust PEM file of authorities; empty for those of the system
     * @param nodes how many proxies share the limits
     */
    record InRedis(URI address, boolean cluster, String user, Optional<SecretReference> password, Optional<Path> trust,
            int nodes) implements StorageSettings {}
}
