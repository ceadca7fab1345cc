package io.tokenward.proxy.dialect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.tokenward.detectors.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request of an API with text wherever its description lets text stand. In the file a text is the sign of who speaks, between
 * section signs; here it is a marker of its own.
 */
record SampleRequest(String dialect, String path, String file, String body, List<DialectContract.Planted> planted) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Role> SIGNS = Map.of("S", Role.SYSTEM, "U", Role.USER, "A", Role.ASSISTANT, "T",
            Role.TOOL_RESULT, "D", Role.DOCUMENT, "F", Role.TOOL_DEFINITION, "M", Role.METADATA);

    static SampleRequest of(String dialect, String path, String file) {
        String[] pieces = text(file).strip().split("§", -1);
        var body = new StringBuilder(pieces[0]);
        List<Role> roles = new ArrayList<>();
        for (int i = 1; i < pieces.length; i += 2) {
            body.append(marker(roles.size()));
            roles.add(SIGNS.get(pieces[i]));
            body.append(pieces[i + 1]);
        }
        List<DialectContract.Planted> planted = new ArrayList<>();
        places(JSON.readTree(body.toString()), "", roles, planted);
        return new SampleRequest(dialect, path, file, body.toString(), planted);
    }

    Dialect spoken() {
        return Dialects.named(dialect).orElseThrow();
    }

    Operation operation() {
        return spoken().operation("POST", path)
                .or(() -> spoken().operation("GET", path))
                .orElseThrow(() -> new AssertionError(path));
    }

    private static String marker(int number) {
        return "planted-%03d".formatted(number);
    }

    private static void places(JsonNode node, String at, List<Role> roles, List<DialectContract.Planted> planted) {
        if (node.isObject()) {
            for (var member : node.properties()) {
                String below = at + "/" + member.getKey();
                take(member.getKey(), below + "#", roles, planted);
                places(member.getValue(), below, roles, planted);
            }
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++)
                places(node.get(i), at + "/" + i, roles, planted);
        } else if (node.isString()) {
            take(node.stringValue(), at, roles, planted);
        }
    }

    private static void take(String text, String at, List<Role> roles, List<DialectContract.Planted> planted) {
        if (!text.startsWith("planted-")) return;
        Role role = roles.get(Integer.parseInt(text.substring("planted-".length())));
        planted.add(new DialectContract.Planted(text, role, at));
    }

    /** A file of the recorded requests and answers. */
    static String text(String file) {
        try (InputStream in = SampleRequest.class.getResourceAsStream("/dialects/" + file)) {
            return new String(java.util.Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public String toString() {
        return dialect + " " + path;
    }
}
