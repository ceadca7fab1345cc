package io.tokenward.benchmarks.micro;

import io.tokenward.benchmarks.text.ChatBodies;
import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.dialect.ModelCall;
import io.tokenward.proxy.dialect.Operation;
import io.tokenward.proxy.problem.Denied;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same conversation read in each dialect, with its passages; the first is the ruler. */
@State(Scope.Thread)
public class DialectBenchmark {
    private static final Map<String, String> PATHS = Map.ofEntries(Map.entry("openai", "/v1/chat/completions"),
            Map.entry("responses", "/v1/responses"), Map.entry("anthropic", "/v1/messages"),
            Map.entry("gemini", "/v1beta/models/m:generateContent"), Map.entry("ollama", "/api/chat"),
            Map.entry("mistral", "/v1/chat/completions"), Map.entry("cohere", "/v2/chat"),
            Map.entry("bedrock", "/model/m/converse"), Map.entry("vllm", "/v1/chat/completions"),
            Map.entry("dashscope", "/api/v1/services/aigc/text-generation/generation"));

    /** A dialect, or an operation of one. */
    @Param({"openai", "responses", "anthropic", "gemini", "ollama", "mistral", "cohere", "bedrock", "vllm",
            "dashscope"})
    public String spoken = "openai";

    /** Of the body in Chat Completions. */
    @Param({"4096"})
    public int bytes;

    private Dialect dialect = Dialects.standard().getFirst();
    private String path = "";
    private byte[][] bodies = {};
    private int next;

    /** A ring of different bodies, so that branches are not learnt by heart. */
    @Setup
    public void fill() {
        dialect = Dialects.named(spoken.equals("responses") ? "openai" : spoken).orElseThrow();
        path = PATHS.getOrDefault(spoken, "");
        var generator = new ChatBodies("bench-plain", false, bytes, 1, 1);
        bodies = new byte[16][];
        for (int i = 0; i < bodies.length; i++)
            bodies[i] = JsonMapper.shared().writeValueAsBytes(written(JsonMapper.shared().readTree(generator.next())));
    }

    private ObjectNode written(JsonNode chat) {
        ObjectNode out = JsonMapper.shared().createObjectNode();
        boolean parts = spoken.equals("gemini") || spoken.equals("bedrock");
        ObjectNode holder = spoken.equals("dashscope") ? out.putObject("input") : out;
        ArrayNode turns = holder.putArray(switch (spoken) {
            case "responses" -> "input";
            case "gemini" -> "contents";
            default -> "messages";
        });
        for (JsonNode message : chat.get("messages")) {
            ObjectNode turn = turns.addObject().put("role", message.get("role").stringValue());
            String text = message.get("content").stringValue();
            if (parts) {
                turn.putArray(spoken.equals("gemini") ? "parts" : "content").addObject().put("text", text);
            } else {
                turn.put("content", text);
            }
        }
        return parts ? out : out.put("model", "m");
    }

    /** From the path to the passages. */
    @Benchmark
    public ModelCall read() throws Denied {
        Operation operation = dialect.operation("POST", path).orElseThrow();
        ModelCall call = dialect.read(operation, bodies[next++ & 15]);
        call.prompt();
        return call;
    }
}
