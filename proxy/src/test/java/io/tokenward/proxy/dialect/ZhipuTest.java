package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZhipuTest extends RecordedDialect {
    ZhipuTest() {
        super("zhipu", "/api/paas/v4/chat/completions", "zhipu-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | 'code':'1301'",
            "PROMPT_BLOCKED | 'contentFilter':[",
            "RATE_LIMITED | '1302'",
            "QUOTA_SPENT | '1113'"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/coding/paas/v4/chat/completions, chat",
            "POST, /api/anthropic/v1/messages, messages"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/paas/v4/async/chat/completions, STORED"})
    void whatCannotBeScreenedIsBehindAGate(String method, String path, Unscreened gate) {
        assertThat(dialect().operation(method, path)).flatMap(Operation::gate).contains(gate);
    }

    @ParameterizedTest
    @CsvSource({"POST, /api/paas/v4/assistants"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }
}
