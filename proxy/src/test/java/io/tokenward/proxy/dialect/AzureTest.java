package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureTest extends RecordedDialect {
    AzureTest() {
        super("azure", "/openai/deployments/gpt-x/chat/completions", "azure-chat.json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PROMPT_BLOCKED | 'innererror':{'code':'ResponsibleAIPolicyViolation'",
            "PROMPT_BLOCKED | 'code':'content_filter'",
            "KEY_UNKNOWN | 'code':'401'",
            "RATE_LIMITED | 'code':'429'",
            "QUOTA_SPENT | 'code':'insufficient_quota'"})
    void refusalsHaveTheWordsThatItsSdksKnow(Problem problem, String part) {
        assertThat(json(dialect(), problem)).contains(part.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource({"POST, /openai/deployments/d/embeddings, deployed_embeddings",
            "POST, /openai/v1/chat/completions, chat"})
    void itsOperationsAreKnownByTheirExactPaths(String method, String path, String operation) {
        assertThat(dialect().operation(method, path)).map(Operation::name).contains(operation);
    }

    @ParameterizedTest
    @CsvSource({"POST, /openai/deployments/d/extensions/chat/completions",
            "POST, /openai/deployments//chat/completions",
            "POST, /v1/chat/completions"})
    void everythingElseIsUnknown(String method, String path) {
        assertThat(dialect().operation(method, path)).isEmpty();
    }

    @Test
    void theDeploymentIsTheModel() throws Denied {
        assertThat(read(request()).model()).isEqualTo("gpt-x");
        assertThat(dialect().credentialField()).isEqualTo("api-key");
    }
}
