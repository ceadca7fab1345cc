package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a rule of some level, in some mode, does under policies of other levels. */
class DetectionParanoiaTest {
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            1, score,  1, 1, block, 5
            2, score,  1, 1, allow, 0
            2, score,  1, 2, flag,  0
            2, score,  2, 2, block, 5
            3, score,  2, 4, flag,  0
            4, score,  2, 3, allow, 0
            1, shadow, 1, 1, flag,  0
            2, shadow, 1, 1, allow, 0
            1, block,  1, 1, block, 5
            2, block,  1, 2, flag,  0
            1, off,    4, 4, allow, 0
            """)
    void levelsAboveParanoiaOnlyFlagAndShadowHasNoPoints(int level, String mode, int paranoia, int detection,
            String decision, int points) throws Exception {
        RuleEngine engine = Texts.engine(
                Texts.rule("vault-110", "{ query: vault }") + "paranoia: " + level + "\nmode: " + mode + "\n");
        Policy standard = Policy.standard();
        var policy = new Policy("p", Screening.ENFORCE, paranoia, detection, standard.operatingPoint(),
                standard.actions(), standard.deadline(), standard.onError(), standard.reveal());
        var prompt = new Prompt(List.of(new Passage("Please open the vault now.", Role.USER, "")));

        Evidence evidence = engine.examine(prompt.passages().getFirst(), Trust.APP,
                System.nanoTime() + Long.MAX_VALUE / 4);
        Assessment assessment = Verdict.assess(prompt, List.of(evidence), policy, engine);

        assertThat(assessment.decision().word()).isEqualTo(decision);
        assertThat(assessment.anomaly()).isEqualTo(points);
    }
}
