package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.config.RulesSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRulesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path pack;
    private LiveRules rules;

    static String rule(String word) {
        return """
                id: acme-110
                title: Asks for %s
                category: injection
                severity: critical
                roles: [user]
                languages: [en]
                when: { query: %s }
                tests: { match: [Open the %s.], no-match: [Nothing.] }
                """.formatted(word, word, word);
    }

    @BeforeEach
    void start() throws Exception {
        Files.writeString(pack.resolve("rules.yaml"), rule("vault"));
        rules = new LiveRules(LoadedRules.read(settings()), CLOCK);
    }

    private RulesSettings settings() {
        return new RulesSettings(false, List.of(pack), List.of());
    }

    private String title() {
        return rules.engine().get().rules().getFirst().title();
    }

    @Test
    void aChangeIsTakenUpWhenItHasSettled() throws Exception {
        String version = rules.engine().get().version();
        Files.writeString(pack.resolve("rules.yaml"), rule("garden"));

        rules.poll();
        assertThat(title()).as("seen for the first time").isEqualTo("Asks for vault");
        rules.poll();

        assertThat(title()).isEqualTo("Asks for garden");
        assertThat(rules.engine().get().version()).isNotEqualTo(version);
    }

    @Test
    void whatIsChangedWhileRulesAreReadIsNotMissed() throws Exception {
        LoadedRules read = LoadedRules.read(settings());
        Files.writeString(pack.resolve("rules.yaml"), rule("garden"));
        rules.replace(read);
        assertThat(title()).isEqualTo("Asks for vault");

        rules.poll();
        rules.poll();

        assertThat(title()).isEqualTo("Asks for garden");
    }

    @Test
    void aFileThatComesOrGoesIsAChange() throws Exception {
        Files.writeString(pack.resolve("more.yaml"), rule("garden").replace("110", "111"));
        rules.poll();
        rules.poll();
        assertThat(rules.engine().get().rules()).hasSize(2);

        Files.delete(pack.resolve("more.yaml"));
        rules.poll();
        rules.poll();
        assertThat(rules.engine().get().rules()).hasSize(1);
    }

    @Test
    void rulesWithAnErrorReplaceNothingAndTheStatusSaysWhy() throws Exception {
        var before = rules.engine().get();
        Files.writeString(pack.resolve("rules.yaml"), rule("garden").replace("critical", "dire"));
        rules.poll();
        rules.poll();

        assertThat(rules.engine().get()).isSameAs(before);
        assertThat(rules.status().get("problems")).asString().contains("rules.yaml:4:11 acme-110.severity");

        Files.writeString(pack.resolve("rules.yaml"), rule("garden"));
        rules.poll();
        rules.poll();
        assertThat(title()).isEqualTo("Asks for garden");
        assertThat(rules.status()).doesNotContainKey("problems");
    }

    @Test
    void whatDidNotChangeStaysTheSameEngine() throws Exception {
        var before = rules.engine().get();
        Files.writeString(pack.resolve("rules.yaml"), rule("vault"));
        rules.poll();
        rules.poll();

        assertThat(rules.engine().get()).as("what caches know of it stays good").isSameAs(before);
    }

    @Test
    void theStatusTellsPacksShadowAndExclusionsPastTheirDay() throws Exception {
        Files.writeString(pack.resolve("pack.yaml"), "pack: acme\nversion: 1.2\nmode: shadow\n");
        Files.writeString(pack.resolve("exclusions.yaml"), """
                exclude: { rules: [acme-110] }
                reason: Manuals.
                owner: security@acme.example
                expires: 2026-11-29
                """);
        rules.poll();
        rules.poll();

        Map<String, Object> status = rules.status();
        assertThat(status.get("packs")).asString().contains("name=acme", "version=1.2", "mode=shadow");
        assertThat(status).containsEntry("shadow", 1L).containsEntry("exclusions", 1);
        assertThat(status.get("expired-exclusions")).asString().contains("security@acme.example", "2026-11-29");
    }
}
