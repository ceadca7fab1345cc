package io.tokenward.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private static final Dialect OPENAI = Dialects.named("openai").orElseThrow();
    private static final Dialect ANTHROPIC = Dialects.named("anthropic").orElseThrow();
    private static final Route ROOT = new Route("/", List.of(OPENAI, ANTHROPIC), "gateway", "default", List.of());
    private static final Route AGENTS = new Route("/agents", List.of(OPENAI), "lab", "agents", List.of("glm-5"));
    private static final Routes ROUTES = new Routes(List.of(ROOT, AGENTS));

    private static Problem refusal(String method, String path) {
        return catchThrowableOfType(Denied.class, () -> ROUTES.match(method, path)).problem();
    }

    @Test
    void aPathIsBasePlusAPathOfTheDialect() throws Denied {
        Routes.Match root = ROUTES.match("POST", "/v1/chat/completions");
        Routes.Match agents = ROUTES.match("POST", "/agents/v1/chat/completions");
        Routes.Match anthropic = ROUTES.match("POST", "/v1/messages");

        assertThat(root.route()).isEqualTo(ROOT);
        assertThat(root.dialect()).isSameAs(OPENAI);
        assertThat(agents.route()).isEqualTo(AGENTS);
        assertThat(agents.upstreamPath()).isEqualTo("/v1/chat/completions");
        assertThat(anthropic.dialect()).isSameAs(ANTHROPIC);
    }

    @Test
    void theOrderOfRoutesMeansNothing() throws Denied {
        var turned = new Routes(List.of(AGENTS, ROOT));

        assertThat(turned.match("POST", "/v1/chat/completions").route()).isEqualTo(ROOT);
        assertThat(turned.match("POST", "/agents/v1/chat/completions").route()).isEqualTo(AGENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "?beta=true", "?api-version=2024-10-21&x=%63%2e%00;y=../..//?\\&&=", "?a?b"})
    void theQueryIsPassedOnByteByByte(String query) throws Denied {
        assertThat(ROUTES.match("POST", "/agents/v1/chat/completions" + query).upstreamPath())
                .isEqualTo("/v1/chat/completions" + query);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "v1/chat/completions", "https://host/v1/chat/completions",
            "/v1/%63hat/completions", "/v1%2e%2e/chat/completions", "/v1/%2e%2e/v1/chat/completions",
            "/v1%2fchat/completions", "/v1%252fchat/completions", "//v1//chat", "/v1//chat/completions",
            "/v1/./chat/completions", "/v1/../v1/chat/completions", "/v1/chat/completions/.", "/v1/chat/completions/..",
            "/v1;x=y/chat/completions", "/v1/chat/completions;", "/v1/chat/completions%20", "/v1/chat/completions ",
            "/v1/chat/completions%00", "/v1/chat/completions\u0000", "/v1\\chat\\completions", "/v1/chat%5ccompletions",
            "/v1%c0%afchat/completions", "/v1\uFF0Fchat/completions", "/v1/chat/completions#frag",
            "/v1/chat/\u212Aompletions",
            "/v1/chat/completions\t", "/v1/chat/completions\r\nx: y", "/v1/chat/completions%", "/v1/chat/completions%3",
            "/v1/chat/completions%3a", "/v1/chat/completions\u007f", "/v1/models/a%2F..%2F..%2Fchat",
            "/v1/models/..%2Fx",
            "/v1/models/x%2F", "/v1/models/%2F", "/v1/models/a%2F%2Fb", "/v1/models/a%2F.", "/v1/chat/completions?a b",
            "/v1/chat/completions?a\r\nb", "/v1/chat/completions?a#b", "/v1/chat/completions?\u00e4"})
    void whatCanBeReadInTwoWaysIsRefused(String path) {
        assertThat(refusal("POST", path)).isEqualTo(Problem.BAD_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/v1", "/V1/Chat/Completions", "/v1/chat/completions/", "/v1/chat/completions.json",
            "/anything/v1/chat/completions", "/v1/chat", "/agents", "/agents/", "/agentsv1/chat/completions",
            "/agents/v1/messages", "/Agents/v1/chat/completions", "/v1/chat%2Fcompletions", "/v1%3Achat/completions"})
    void whatFitsNothingIsUnknown(String path) {
        assertThat(refusal("POST", path)).isEqualTo(Problem.PATH_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "OPTIONS", "TRACE", "post", "PATCH"})
    void aKnownPathWithAnotherMethodIsSaidSo(String method) {
        assertThat(refusal(method, "/v1/chat/completions")).isEqualTo(Problem.METHOD_NOT_ALLOWED);
    }

    @Test
    void noModelsMeansAllModels() {
        assertThat(ROOT.serves("anything")).isTrue();
        assertThat(AGENTS.serves("glm-5")).isTrue();
        assertThat(AGENTS.serves("GLM-5")).isFalse();
    }

    @Test
    void oneDialectTwiceAtOneBaseIsRefused() {
        var same = new Route("/", List.of(ANTHROPIC), "other", "default", List.of());

        assertThatThrownBy(() -> new Routes(List.of(ROOT, same))).isInstanceOf(IllegalArgumentException.class);
    }
}
