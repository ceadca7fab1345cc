package io.tokenward.proxy.admin;

import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of the API.
 *
 * @param json the body
 */
record AdminAnswer(int status, String json) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static AdminAnswer of(int status, Object body) {
        return new AdminAnswer(status, JSON.writeValueAsString(body));
    }

    static AdminAnswer error(int status, String code, String message) {
        return of(status, Map.of("error", Map.of("code", code, "message", message)));
    }
}
