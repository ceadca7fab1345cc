package io.tokenward.proxy.demo;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of the tour.
 *
 * @param api whose form it has
 * @param key of the client
 * @param stream whether the answer is wanted in events
 * @param body as sent
 */
record TourQuestion(TourApi api, String key, boolean stream, String body) {
    private static final int MAX_TOKENS = 64;

    /** A question for an answer in one piece. */
    static TourQuestion of(TourApi api, String key, String prompt) {
        return limited(api, key, prompt, MAX_TOKENS);
    }

    /** The same with another limit of the answer, in tokens. */
    static TourQuestion limited(TourApi api, String key, String prompt, int maxTokens) {
        ObjectNode body = body("scripted-1", maxTokens);
        ask(body, prompt);
        return new TourQuestion(api, key, false, JsonMapper.shared().writeValueAsString(body));
    }

    /** A question for a stream from that model. */
    static TourQuestion streamed(TourApi api, String key, String model, String prompt) {
        ObjectNode body = body(model, MAX_TOKENS);
        api.wantStream(body);
        ask(body, prompt);
        return new TourQuestion(api, key, true, JsonMapper.shared().writeValueAsString(body));
    }

    /** A question after which a tool was called and gave {@code result}. */
    static TourQuestion afterTool(TourApi api, String key, String prompt, String result) {
        ObjectNode body = body("scripted-1", MAX_TOKENS);
        api.addTurnOfTool(ask(body, prompt), result);
        return new TourQuestion(api, key, false, JsonMapper.shared().writeValueAsString(body));
    }

    private static ObjectNode body(String model, int maxTokens) {
        return JsonMapper.shared().createObjectNode().put("model", model).put("max_tokens", maxTokens);
    }

    private static ArrayNode ask(ObjectNode body, String prompt) {
        ArrayNode messages = body.putArray("messages");
        messages.addObject().put("role", "user").put("content", prompt);
        return messages;
    }

    @Override
    public String toString() {
        return "TourQuestion[hidden]";
    }
}
