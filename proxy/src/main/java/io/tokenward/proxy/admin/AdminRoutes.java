package io.tokenward.proxy.admin;

import java.io.UncheckedIOException;
import io.tokenward.proxy.keys.Restrictions;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From path and body to an answer. Stateless but for what it administers. */
final class AdminRoutes {
    private static final Pattern KEY = Pattern.compile("/api/keys/([A-Za-z0-9_-]{1,64})/(revoke|rotate)");
    private static final Duration OVERLAP = Duration.ofHours(24);

    private static final Pattern PACKS = Pattern.compile(PackRoutes.PATH + "/([A-Za-z0-9._-]{1,64})");

    private final Administration administration;
    private final PackRoutes packs;

    AdminRoutes(Administration administration) {
        this.administration = administration;
        packs = new PackRoutes(administration);
    }

    AdminAnswer answer(String method, String path, byte[] body) {
        try {
            return route(method, path, body);
        } catch (IllegalArgumentException refused) {
            return AdminAnswer.error(400, "invalid_request", String.valueOf(refused.getMessage()));
        } catch (UncheckedIOException failed) {
            return AdminAnswer.error(503, "ledger_unavailable", String.valueOf(failed.getMessage()));
        }
    }

    private AdminAnswer route(String method, String path, byte[] body) {
        Matcher ofTenant = PACKS.matcher(path);
        if (ofTenant.matches()) return get(method, () -> packs.list(ofTenant.group(1)));
        Matcher key = KEY.matcher(path);
        if (key.matches()) return post(method, () -> change(key.group(1), key.group(2), body));
        return switch (path) {
            case "/api/status" -> get(method, () -> AdminAnswer.of(200, administration.status()));
            case "/api/reload" -> post(method, this::reload);
            case "/api/keys" -> method.equals("POST")
                    ? AdminAnswer.of(201, administration.createKey(newKey(body)))
                    : get(method, () -> AdminAnswer.of(200, Map.of("keys", administration.keys())));
            case PackRoutes.PATH -> post(method, () -> packs.grant(body));
            default -> AdminAnswer.error(404, "unknown_path",
                    "There are GET /api/status, POST /api/reload, GET and POST /api/keys, POST /api/keys/ID/revoke,"
                            + " POST /api/keys/ID/rotate, POST /api/packs and GET /api/packs/TENANT.");
        };
    }

    private interface Step {
        AdminAnswer take();
    }

    private static AdminAnswer get(String method, Step step) {
        return method.equals("GET") ? step.take() : wrongMethod();
    }

    private static AdminAnswer post(String method, Step step) {
        return method.equals("POST") ? step.take() : wrongMethod();
    }

    private static AdminAnswer wrongMethod() {
        return AdminAnswer.error(405, "method_not_allowed", "This path does not take that method.");
    }

    private AdminAnswer reload() {
        List<String> errors = administration.reload();
        if (errors.isEmpty()) return AdminAnswer.of(200, Map.of("reloaded", true));
        return AdminAnswer.of(422, Map.of("reloaded", false, "errors", errors));
    }

    private AdminAnswer change(String id, String action, byte[] body) {
        if (action.equals("rotate")) {
            return administration.rotateKey(id, duration(object(body, Set.of("overlap")), "overlap").orElse(OVERLAP))
                    .map(key -> AdminAnswer.of(201, key))
                    .orElseGet(AdminRoutes::noKey);
        }
        return administration.revokeKey(id) ? AdminAnswer.of(200, Map.of("id", id, "revoked", true)) : noKey();
    }

    private static AdminAnswer noKey() {
        return AdminAnswer.error(404, "unknown_key", "There is no good key of that id; GET /api/keys lists them.");
    }

    private static Administration.NewKey newKey(byte[] body) {
        JsonNode root = object(body,
                Set.of("tenant", "plan", "models", "addresses", "routes", "hours", "ttl", "name"));
        var restrictions = new Restrictions(texts(root, "addresses"), texts(root, "routes"), optional(root, "hours"));
        return new Administration.NewKey(text(root.path("tenant"), "tenant"), optional(root, "plan"),
                texts(root, "models"), restrictions, duration(root, "ttl"), optional(root, "name").orElse(""));
    }

    private static Optional<String> optional(JsonNode root, String name) {
        return root.has(name) ? Optional.of(text(root.path(name), name)) : Optional.empty();
    }

    private static List<String> texts(JsonNode root, String name) {
        List<String> texts = new ArrayList<>();
        // A text in the place of a list would restrict nothing.
        if (root.has(name) && !root.path(name).isArray())
            throw new IllegalArgumentException(name + " must be a list of texts.");
        for (JsonNode value : root.path(name))
            texts.add(text(value, name));
        return texts;
    }

    static JsonNode object(byte[] body, Set<String> known) {
        if (body.length == 0) return JsonMapper.shared().createObjectNode();
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(body);
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("The body is not JSON.");
        }
        if (!root.isObject()) throw new IllegalArgumentException("The body must be a JSON object.");
        for (String name : root.propertyNames())
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no field \"" + name + "\"; possible: " + String.join(", ", known) + ".");
            }
        return root;
    }

    static String text(JsonNode node, String name) {
        if (!node.isString() || node.stringValue().isBlank() || node.stringValue().length() > 256) {
            throw new IllegalArgumentException(name + " must be a text of 1 to 256 characters.");
        }
        return node.stringValue();
    }

    static Optional<Duration> duration(JsonNode root, String name) {
        if (!root.has(name)) return Optional.empty();
        try {
            return Optional.of(Duration.parse(text(root.path(name), name)));
        } catch (DateTimeParseException unreadable) {
            throw new IllegalArgumentException(name + " must be a duration in ISO 8601, such as P30D or PT12H.");
        }
    }
}
