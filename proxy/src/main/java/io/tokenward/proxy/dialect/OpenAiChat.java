package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import io.tokenward.proxy.problem.Denied;

/** Chat Completions as OpenAI speaks it, and with it most servers of open models. */
final class OpenAiChat implements Dialect {
    private static final Operation CHAT = new Operation("chat", true, true);
    private static final Operation MODELS = new Operation("models", false, false);
    private static final Pattern MODEL_PATH = Pattern.compile("/v1/models(/(?!\\.{1,2}$)[A-Za-z0-9._:@%~+-]{1,256})?");

    private static final UsageFields USAGE = new UsageFields(
            List.of(List.of("prompt_tokens", "input_tokens")), List.of("completion_tokens", "output_tokens"));

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public Optional<Operation> operation(String method, String path) {
        if (method.equals("POST") && path.equals("/v1/chat/completions")) return Optional.of(CHAT);
        if (method.equals("GET") && MODEL_PATH.matcher(path).matches()) return Optional.of(MODELS);
        return Optional.empty();
    }

    @Override
    public ModelCall read(Operation operation, byte[] body) throws Denied {
        if (!operation.screened()) throw new IllegalArgumentException(operation.name() + " has no prompt");
        return ChatRequest.read(body, OpenAiFields.INSTANCE);
    }

    @Override
    public UsageMeter meter(boolean streamed) {
        return streamed ? new StreamMeter(USAGE, "data", "[DONE]") : new PlainMeter(USAGE);
    }

    @Override
    public ErrorBody error(Denied denied, String reference) {
        return OpenAiErrors.body(denied, reference);
    }

    @Override
    public byte[] streamError(Denied denied, String reference) {
        return ("data: " + OpenAiErrors.json(denied, reference) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
