package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeepSeekTest extends RecordedDialect {
    DeepSeekTest() {
        super("deepseek", "/chat/completions", "deepseek-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | 'code':'content_filter'"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /v1/chat/completions, chat",
            "POST, /beta/completions, fim",
            "POST, /anthropic/v1/messages, messages"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /completions",
            "POST, /anthropic/messages"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }
}
