package io.tokenward.proxy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokenward.proxy.problem.Denied;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

class CallerTest {
    private final Pepper pepper = Pepper.of("0123456789".repeat(4).getBytes(StandardCharsets.US_ASCII));

    private static Caller caller(String... models) {
        return new Caller("k7Qm2xR9aLpe", "acme", "basic", List.of(models));
    }

    @Test
    void anEmptyListAllowsEveryModel() {
        assertThat(caller().mayUse("glm-5")).isTrue();
    }

    @Test
    void aNameAllowsItselfOnly() {
        assertThat(caller("glm-5").mayUse("glm-5")).isTrue();
        assertThat(caller("glm-5").mayUse("glm-5-air")).isFalse();
        assertThat(caller("glm-5").mayUse("GLM-5")).isFalse();
    }

    @Test
    void aStarAtTheEndAllowsWhatBeginsSo() {
        assertThat(caller("glm-*", "deepseek-v3.2").mayUse("glm-5-air")).isTrue();
        assertThat(caller("glm-*", "deepseek-v3.2").mayUse("deepseek-v3")).isFalse();
        assertThat(caller("*").mayUse("anything")).isTrue();
        assertThat(caller("g*m").mayUse("glm")).isFalse();
    }

    @Test
    void aModelItMayNotUseIsDenied() {
        assertThatThrownBy(() -> caller("glm-*").requireModel("gpt-oss")).isInstanceOf(Denied.class)
                .hasMessage("MODEL_NOT_ALLOWED");
    }

    @Test
    void aForeignCredentialIsKnownByTwelveCharactersThatStayTheSame() {
        String credential = "sk" + "-" + "x".repeat(20);
        Caller caller = new KeyedHash(pepper).passthrough(credential, "acme", "basic");

        assertThat(caller.keyId()).matches("[0-9A-Za-z]{12}").isEqualTo(new KeyedHash(pepper).of(credential));
        assertThat(caller.mayUse("anything")).isTrue();
        assertThat(caller.toString()).doesNotContain(credential);
    }

    @Test
    void foreignCredentialsAndPeppersAreToldApart() {
        Pepper other = Pepper.of("9876543210".repeat(4).getBytes(StandardCharsets.US_ASCII));

        assertThat(new KeyedHash(pepper).of("a")).isNotEqualTo(new KeyedHash(pepper).of("b"))
                .isNotEqualTo(new KeyedHash(other).of("a"));
    }

    @Test
    void aBlankCredentialNamesNobody() {
        assertThatThrownBy(() -> new KeyedHash(pepper).passthrough(" ", "acme", "basic"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
