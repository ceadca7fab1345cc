package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Durability;
import java.nio.file.Path;

/**
 * Where quotas are kept across restarts.
 *
 * @param ledger an SQLite file; made at the start if it does not exist
 * @param durability what an acknowledged charge survives
 */
public record StorageSettings(Path ledger, Durability durability) {}
