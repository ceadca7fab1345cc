package io.tokenward.proxy.config;

import io.tokenward.proxy.limit.Durability;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads {@code storage}. */
final class StorageReader {
    private static final String SQLITE = "sqlite:";
    private static final String LEDGER_EXAMPLE = "sqlite:data/ledger.db";
    private static final String REDIS_EXAMPLE = "rediss://redis.example:6379";
    private static final Map<String, Boolean> YES_NO = Map.of("yes", true, "no", false);
    private static final int MOST_NODES = 1_000;

    private StorageReader() {}

    static Optional<StorageSettings> read(Value value) {
        Section section = Section.of(value, "ledger", "durability", "redis", "cluster", "user", "password", "trust",
                "nodes");
        Optional<Value> redis = section.find("redis");
        if (redis.isEmpty()) {
            for (String key : List.of("cluster", "user", "password", "trust", "nodes"))
                section.find(key).ifPresent(found -> found.error("has a meaning beside redis only"));
            return file(section);
        }
        for (String key : List.of("ledger", "durability"))
            section.find(key)
                    .ifPresent(found -> found.error("cannot stand beside redis: limits are kept in one place"));
        return redis(section, redis.get());
    }

    private static Optional<StorageSettings> file(Section section) {
        Optional<Path> ledger = section.required("ledger", LEDGER_EXAMPLE).flatMap(StorageReader::ledger);
        Durability durability = section.find("durability")
                .flatMap(found -> found.word(Durability::of,
                        Stream.of(Durability.values()).map(Durability::word).toList()))
                .orElse(Durability.PROCESS);
        return ledger.map(path -> new StorageSettings.InFile(path, durability));
    }

    private static Optional<StorageSettings> redis(Section section, Value redis) {
        Optional<URI> address = redis.text().flatMap(text -> address(redis, text));
        boolean cluster = section.find("cluster")
                .flatMap(found -> found.word(word -> Optional.ofNullable(YES_NO.get(word)), List.of("yes", "no")))
                .orElse(false);
        String user = section.find("user").flatMap(Value::text).orElse("");
        Optional<SecretReference> password = section.find("password").flatMap(Value::secret);
        Optional<Path> trust = section.find("trust").flatMap(Value::file);
        int nodes = section.count("nodes", 1, 1, MOST_NODES);
        return address.map(found -> new StorageSettings.InRedis(found, cluster, user, password, trust, nodes));
    }

    private static Optional<URI> address(Value value, String text) {
        if (!text.startsWith("redis://") && !text.startsWith("rediss://"))
            return value.refused("must be written like " + REDIS_EXAMPLE);
        URI address;
        try {
            address = URI.create(text);
        } catch (IllegalArgumentException malformed) {
            return value.refused("must be written like " + REDIS_EXAMPLE);
        }
        if (address.getUserInfo() != null || text.indexOf('@') >= 0)
            return value.refused("must not hold a password; write password: file:secrets/redis beside it");
        if (address.getHost() == null) return value.refused("must be written like " + REDIS_EXAMPLE);
        return Optional.of(address);
    }

    private static Optional<Path> ledger(Value value) {
        Optional<String> text = value.text();
        if (text.isEmpty()) return Optional.empty();
        if (text.get().startsWith("redis:") || text.get().startsWith("rediss:")) {
            return value.refused("Redis has a key of its own; write storage: { redis: " + REDIS_EXAMPLE + " }");
        }
        if (!text.get().startsWith(SQLITE) || text.get().length() == SQLITE.length()) {
            return value.refused("must be written like " + LEDGER_EXAMPLE);
        }
        return value.path(text.get().substring(SQLITE.length()));
    }
}
