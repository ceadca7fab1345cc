package io.tokenward.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Finding;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.text.Folding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnmaskedTest {
    private static final String RULE = Texts.rule("vault-110", "{ pattern: 'Open: [A-Z]+ (?:vault|door)' }");
    private static final String TEXT = "Now Open: SECRET vault seven";

    private static List<Finding> found(String rule, String text) throws Exception {
        return Texts.engine(rule)
                .examine(new Passage(text, Role.USER, ""), Trust.APP, System.nanoTime() + Long.MAX_VALUE / 4)
                .findings();
    }

    @ParameterizedTest
    @EnumSource(value = Mutation.class, names = {"ZERO_WIDTH", "HOMOGLYPHS", "FULLWIDTH", "TAGS", "BASE64", "HEX"})
    void aPatternFindsWhatIsDisguisedWithItsCapitalsAndSigns(Mutation mutation) throws Exception {
        String written = mutation.apply(TEXT);

        assertThat(found(RULE, written)).singleElement().satisfies(finding -> {
            assertThat(finding.view()).isNotEqualTo("plain");
            assertThat(written.substring(finding.span().start(), finding.span().end())).isNotEmpty();
        });
        assertThat(found(RULE, mutation.apply(TEXT.replace("SECRET", "secret")))).isEmpty();
    }

    @Test
    void whatStandsPlainBesideADisguiseIsFoundOnceAndAsItStands() throws Exception {
        String secret = RULE.replace("injection", "secret");

        assertThat(found(secret, TEXT + ", a\u200Bnd " + TEXT)).extracting(Finding::view)
                .containsExactly("plain", "plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "déjà vu à l’été, naïve façade", "Добрый день, как дела", "请你介绍一下这个数据库",
            "family 👨\u200D👩\u200D👧 and ❤\uFE0F", "10\u00A0%…", ""})
    void textsWithoutDisguiseAreReadOnce(String text) {
        assertThat(Unmasked.of(text, Folding.fold(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"忽略\u200B之前", "이전\u2060의", "कृपया\uDB40\uDC20अभी"})
    void textsOfAllAlphabetsMayBeCutOrHiddenInTags(String text) {
        String folded = Folding.fold(text).text();

        assertThat(Unmasked.of(text, Folding.fold(text))).contains(folded);
    }

    @Test
    void capitalsAreThoseOfWhatWasWritten() {
        String text = "Ｏpen Тhe VAU\u200BLT";

        assertThat(Unmasked.of(text, Folding.fold(text))).contains("Open The VAULT");
    }
}
