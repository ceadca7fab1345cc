package io.tokenward.proxy.admin;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/** Packs of tokens: granted and looked at. Stateless but for what it administers. */
final class PackRoutes {
    static final String PATH = "/api/packs";
    private static final Set<String> FIELDS = Set.of("id", "tenant", "key", "tokens", "starts", "expires", "ttl",
            "priority", "source");

    private final Administration administration;

    PackRoutes(Administration administration) {
        this.administration = administration;
    }

    /** All packs of a tenant. */
    AdminAnswer list(String tenant) {
        return AdminAnswer.of(200, Map.of("packs", administration.packs(tenant)));
    }

    /** 201 where it is new, 200 where it was granted before. */
    AdminAnswer grant(byte[] body) {
        JsonNode root = AdminRoutes.object(body, FIELDS);
        boolean granted = administration.grantPack(pack(root));
        return AdminAnswer.of(granted ? 201 : 200, Map.of("id", root.path("id").stringValue(), "granted", granted));
    }

    private static Administration.NewPack pack(JsonNode root) {
        JsonNode tokens = root.path("tokens");
        if (!tokens.isIntegralNumber() || !tokens.canConvertToLong())
            throw new IllegalArgumentException("tokens must be a whole number.");
        Optional<Instant> starts = instant(root, "starts");
        Optional<Instant> expires = instant(root, "expires");
        Optional<Duration> ttl = AdminRoutes.duration(root, "ttl");
        if (expires.isPresent() == ttl.isPresent())
            throw new IllegalArgumentException("Say either expires, an instant, or ttl, a duration.");
        return new Administration.NewPack(AdminRoutes.text(root.path("id"), "id"),
                AdminRoutes.text(root.path("tenant"), "tenant"),
                root.has("key") ? AdminRoutes.text(root.path("key"), "key") : "", tokens.longValue(), starts, expires,
                ttl, priority(root), root.has("source") ? AdminRoutes.text(root.path("source"), "source") : "purchase");
    }

    private static OptionalInt priority(JsonNode root) {
        JsonNode priority = root.path("priority");
        if (priority.isMissingNode()) return OptionalInt.empty();
        if (!priority.isIntegralNumber() || !priority.canConvertToInt())
            throw new IllegalArgumentException("priority must be a whole number.");
        return OptionalInt.of(priority.intValue());
    }

    private static Optional<Instant> instant(JsonNode root, String name) {
        if (!root.has(name)) return Optional.empty();
        try {
            return Optional.of(Instant.parse(AdminRoutes.text(root.path(name), name)));
        } catch (DateTimeException unreadable) {
            throw new IllegalArgumentException(name + " must be an instant, such as 2027-01-31T16:00:00Z.");
        }
    }
}
