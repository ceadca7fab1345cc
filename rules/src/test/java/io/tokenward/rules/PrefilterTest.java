package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The prefilter and the small index may only save work: what they find is what every query over every word finds. */
class PrefilterTest {
    private static final long FIRST_SEED = Long.getLong("tokenward.prefilter.seed", 20_261_123L);
    private static final int PACKS = Integer.getInteger("tokenward.prefilter.packs", 60);

    @Test
    void randomRulesFindTheSameInRandomTextsWithAndWithoutThePrefilter() throws Exception {
        System.out.println("PrefilterTest: seeds from " + FIRST_SEED + ", " + PACKS + " packs");
        int examined = 0;
        int found = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + PACKS; seed++) {
            var random = new Random(seed);
            var generator = new RandomRules(random);
            RuleEngine engine = RuleEngine.of(List.of(generator.pack(25)));
            for (int i = 0; i < 30; i++) {
                var passage = new Passage(generator.text(1 + random.nextInt(40)), generator.any(List.of(Role.values())),
                        "");
                examined++;
                if (agree(engine, passage, generator.any(List.of(Trust.values())), "seed " + seed + ", text " + i))
                    found++;
            }
        }
        assertThat(found).as("texts with findings of %d: a comparison of nothing proves nothing", examined)
                .isBetween(examined / 4, examined - 1);
    }

    @Test
    void matchesThatLieAcrossWindowsAreTheSame() throws Exception {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 4; seed++) {
            var generator = new RandomRules(new Random(seed));
            RuleEngine engine = RuleEngine.of(List.of(generator.pack(25)));
            var passage = new Passage(generator.text(9_000), Role.USER, "");

            assertThat(agree(engine, passage, Trust.APP, "seed " + seed)).as("seed %d finds something", seed).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void shippedRulesFindTheSameInTheirOwnTestsHoweverWritten(Mutation mutation) throws Exception {
        RuleEngine engine = RuleEngine.builtin();
        int found = 0;
        for (Rule rule : engine.rules()) {
            for (RuleTest test : rule.tests()) {
                var passage = new Passage(mutation.apply(test.passage().text()), test.passage().role(), "");
                Trust trust = passage.text().length() % 2 == 0 ? Trust.APP : Trust.NONE;
                if (agree(engine, passage, trust, test.place() + " as " + mutation.word())) found++;
            }
        }
        assertThat(found).as("texts with findings").isGreaterThan(100);
    }

    @Test
    void shippedRulesFindTheSameInTextsMadeOfTheirOwnWords() throws Exception {
        RuleEngine engine = RuleEngine.builtin();
        var words = new RuleWords(engine.rules());
        int found = 0;
        int texts = 4 * PACKS;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + texts; seed++) {
            var random = new Random(seed);
            var passage = new Passage(words.text(1 + random.nextInt(40), random),
                    Role.values()[random.nextInt(Role.values().length)], "");
            if (agree(engine, passage, Trust.values()[random.nextInt(2)], "seed " + seed)) found++;
        }
        assertThat(found).as("texts with findings of %d", texts).isGreaterThan(texts / 4);
    }

    /** Whether there were findings at all. */
    private static boolean agree(RuleEngine engine, Passage passage, Trust trust, String what) throws DeadlineExceeded {
        Evidence fast = engine.examine(passage, trust, System.nanoTime() + Long.MAX_VALUE / 4);
        Evidence slow = engine.examineExhaustively(passage, trust);
        if (!fast.equals(slow)) {
            assertThat(fast.findings())
                    .as("%s, %s, %s: %s%nrules:%n%s", what, passage.role(), trust, passage.text(),
                            differing(engine, fast, slow))
                    .containsExactlyElementsOf(slow.findings());
        }
        return !slow.findings().isEmpty();
    }

    private static String differing(RuleEngine engine, Evidence fast, Evidence slow) {
        return engine.rules()
                .stream()
                .filter(rule -> !of(rule, fast).equals(of(rule, slow)))
                .map(rule -> rule.id() + " " + rule.when())
                .reduce("", (all, one) -> all + one + System.lineSeparator());
    }

    private static List<?> of(Rule rule, Evidence evidence) {
        return evidence.findings().stream().filter(finding -> finding.rule().equals(rule.id())).toList();
    }
}
