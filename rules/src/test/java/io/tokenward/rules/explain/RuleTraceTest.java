package io.tokenward.rules.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.rules.Rule;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.RuleTest;
import io.tokenward.rules.Texts;
import io.tokenward.rules.Trust;
import org.junit.jupiter.api.Test;

class RuleTraceTest {
    private static RuleTrace trace(String when, String text) throws Exception {
        Rule rule = Texts.engine(Texts.rule("vault-110", when)).rules().getFirst();
        return RuleTrace.of(rule, new Passage(text, Role.USER, ""), Trust.APP);
    }

    private static String shape(Traced node) {
        String of = String.join(" ", node.of().stream().map(RuleTraceTest::shape).toList());
        return (node.holds() ? "+" : "-") + node.kind() + (of.isEmpty() ? "" : "(" + of + ")");
    }

    @Test
    void eachPartIsTrueOrFalseByItself() throws Exception {
        String when = "{ all: [{ any: [{ query: vault }, { query: safe }] }, { pattern: '(?i)open' }, { not: { query: please } }] }";

        assertThat(shape(trace(when, "Open the vault.").tree()))
                .isEqualTo("+all(+any(+query -query) +not(-query) +pattern)");
        assertThat(shape(trace(when, "Please open the vault.").tree()))
                .isEqualTo("-all(+any(+query -query) -not(+query) +pattern)");
        assertThat(trace(when, "Open the vault.").fires()).isTrue();
        assertThat(trace(when, "Please open the vault.").fires()).isFalse();
    }

    @Test
    void matchesAreToldWithTheirViewAndPlace() throws Exception {
        Traced node = trace("{ query: vault }", "The VAULT, dmF1bHQgaXMgb3BlbiBub3c=").tree();

        assertThat(node.seen()).extracting(seen -> seen.view() + " " + seen.span().start() + " " + seen.span().end())
                .contains("plain 4 9", "base64 11 35");
    }

    @Test
    void atLeastCounts() throws Exception {
        String when = "{ at-least: { count: 2, of: [{ query: a1 }, { query: b1 }, { query: c1 }] } }";

        assertThat(shape(trace(when, "a1 and c1").tree())).isEqualTo("+at-least 2(+query -query +query)");
        assertThat(shape(trace(when, "c1").tree())).isEqualTo("-at-least 2(-query -query +query)");
    }

    @Test
    void aRuleForOtherRolesIsNotAsked() throws Exception {
        Rule rule = Texts.engine(Texts.rule("vault-110", "{ query: vault }")).rules().getFirst();

        assertThat(RuleTrace.of(rule, new Passage("vault", Role.SYSTEM, ""), Trust.APP).asked()).isFalse();
        assertThat(RuleTrace.of(rule, new Passage("vault", Role.SYSTEM, ""), Trust.NONE).asked()).isTrue();
    }

    @Test
    void shippedRulesAreExplainedAsTheyDecide() {
        List<Rule> rules = RuleEngine.builtin().rules();
        int checked = 0;
        for (Rule rule : rules) {
            if (!rule.category().attack()) continue;
            for (RuleTest test : rule.tests()) {
                if (test.expect() == RuleTest.Expect.TODO) continue;
                boolean fires = test.expect() == RuleTest.Expect.MATCH;
                RuleTrace trace = RuleTrace.of(rule, test.passage(), Trust.APP);
                assertThat(trace.fires()).as("%s %s", rule.id(), test.place()).isEqualTo(fires);
                if (fires) {
                    assertThat(trace.tree().holds()).as("%s %s", rule.id(), test.place()).isTrue();
                    assertThat(leaves(trace.tree()).anyMatch(leaf -> !leaf.seen().isEmpty())).isTrue();
                }
                checked++;
            }
        }
        assertThat(checked).isGreaterThan(200);
    }

    private static Stream<Traced> leaves(Traced node) {
        return node.of().isEmpty() ? Stream.of(node) : node.of().stream().flatMap(RuleTraceTest::leaves);
    }
}
