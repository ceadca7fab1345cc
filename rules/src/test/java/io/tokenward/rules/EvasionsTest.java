package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.junit.jupiter.api.Test;

class EvasionsTest {
    /** A little below what the shipped rules reach: a change that lets many more evasions through has to say so here. */
    private static final double CAUGHT = 0.97;
    /** The same of each way of writing. */
    private static final double CAUGHT_OF_EACH = 0.95;

    @Test
    void shippedRulesStillCatchTheirOwnTextsWrittenDifferently() {
        RuleEngine engine = RuleEngine.builtin();

        List<RuleTests.Evasion> evasions = RuleTests.evasions(engine, engine.rules());

        for (Mutation mutation : Mutation.values()) {
            List<RuleTests.Evasion> of = evasions.stream().filter(one -> one.as() == mutation).toList();
            if (of.isEmpty()) continue;
            print(mutation.word(), of);
            assertThat(share(of)).as(mutation.word()).isGreaterThanOrEqualTo(CAUGHT_OF_EACH);
        }
        print("all", evasions);
        assertThat(share(evasions)).isGreaterThanOrEqualTo(CAUGHT);
    }

    @Test
    void everyWritingButThePlainOneChangesAText() {
        assertThat(Arrays.stream(Mutation.values())
                .filter(mutation -> mutation.apply("open a vault").equals("open a vault")))
                .containsExactly(Mutation.PLAIN);
    }

    private static void print(String name, List<RuleTests.Evasion> of) {
        System.out.printf(Locale.ROOT, "evasion %s: %.3f of %d%n", name, share(of), of.size());
    }

    private static double share(List<RuleTests.Evasion> evasions) {
        return evasions.stream().filter(RuleTests.Evasion::matched).count() / (double) evasions.size();
    }
}
