package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.tokenward.proxy.problem.Denied;

/** The Messages API as Anthropic speaks it, and with it gateways and servers of open models that offer it too. */
final class AnthropicMessages implements Dialect {
    private static final Operation MESSAGES = new Operation("messages", true, true);
    private static final Operation COUNT_TOKENS = new Operation("count_tokens", true, false);
    private static final Operation MODELS = new Operation("models", false, false);
    private static final Pattern MODEL_PATH = Pattern.compile("/v1/models(/(?!\\.{1,2}$)[A-Za-z0-9._:@%~+-]{1,256})?");
    // What was written to a cache or read from it is no part of input_tokens.
    private static final UsageFields USAGE = new UsageFields(List.of(List.of("input_tokens"),
            List.of("cache_creation_input_tokens"), List.of("cache_read_input_tokens")), List.of("output_tokens"));

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public Optional<Operation> operation(String method, String path) {
        if (method.equals("POST") && path.equals("/v1/messages")) return Optional.of(MESSAGES);
        if (method.equals("POST") && path.equals("/v1/messages/count_tokens")) return Optional.of(COUNT_TOKENS);
        if (method.equals("GET") && MODEL_PATH.matcher(path).matches()) return Optional.of(MODELS);
        return Optional.empty();
    }

    @Override
    public ModelCall read(Operation operation, byte[] body) throws Denied {
        if (!operation.screened()) throw new IllegalArgumentException(operation.name() + " has no prompt");
        return ChatRequest.read(body, AnthropicFields.INSTANCE);
    }

    @Override
    public UsageMeter meter(boolean streamed) {
        return streamed ? new StreamMeter(USAGE, "event", "message_stop") : new PlainMeter(USAGE);
    }

    @Override
    public ErrorBody error(Denied denied, String reference) {
        return AnthropicErrors.body(denied, reference);
    }

    @Override
    public byte[] streamError(Denied denied, String reference) {
        String event = "event: error\ndata: " + AnthropicErrors.json(denied, reference) + "\n\n";
        return event.getBytes(StandardCharsets.UTF_8);
    }
}
