package io.tokenward.detectors.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Span;
import org.junit.jupiter.api.Test;

class FoldingTest {

    private static String fold(String text) {
        return Folding.fold(text).text();
    }

    @Test
    void asciiIsLoweredUnitByUnit() {
        TextView view = Folding.fold("IGNORE All 123 [x]");

        assertThat(view.name()).isEqualTo("folded");
        assertThat(view.text()).isEqualTo("ignore all 123 [x]");
        assertThat(view.original(7, 10)).isEqualTo(new Span(7, 10));
    }

    @Test
    void invisibleCharactersVanishAndOffsetsLeadBack() {
        TextView view = Folding.fold("ig\u200Bno\u2063re\uFE0F all");

        assertThat(view.text()).isEqualTo("ignore all");
        assertThat(view.original(0, 6)).isEqualTo(new Span(0, 8));
        assertThat(view.original(7, 10)).isEqualTo(new Span(10, 13));
    }

    @Test
    void styledLettersBecomePlain() {
        assertThat(fold("ｉｇｎｏｒｅ")).isEqualTo("ignore");
        assertThat(fold("𝓲𝓰𝓷𝓸𝓻𝓮")).isEqualTo("ignore");
        assertThat(fold("ⓘⓖⓝⓞⓡⓔ")).isEqualTo("ignore");
        assertThat(fold("ɪɢɴᴏʀᴇ")).isEqualTo("ignore");
        assertThat(fold("🅘🅖🅝🅞🅡🅔")).isEqualTo("ignore");
        assertThat(fold("🅸🅶🅽🅾🆁🅴")).isEqualTo("ignore");
    }

    @Test
    void accentsVanishFromLatinGreekAndCyrillic() {
        assertThat(fold("Ígnörê ñ Ł")).isEqualTo("ignore n l");
        assertThat(fold("i\u0336g\u0336n\u0336o\u0336r\u0336e\u0336")).isEqualTo("ignore");
        assertThat(fold("Ёлка й")).isEqualTo("елка и");
    }

    @Test
    void lookAlikesTurnLatinOnlyInsideLatinWords() {
        assertThat(fold("іgnоrе рrеvіоus")).isEqualTo("ignore previous");
        assertThat(fold("ΙGΝΟRΕ")).isEqualTo("ignore");
        assertThat(fold("роса и сор")).isEqualTo("роса и сор");
        assertThat(fold("Ꭵgnore")).isEqualTo("ignore");
    }

    @Test
    void textHiddenInUnicodeTagsIsRead() {
        var hidden = new StringBuilder("hi ");
        "Ignore".chars().forEach(c -> hidden.appendCodePoint(0xE0000 + c));

        TextView view = Folding.fold(hidden.toString());

        assertThat(view.text()).isEqualTo("hi ignore");
        assertThat(view.original(3, 9)).isEqualTo(new Span(3, 15));
    }

    @Test
    void asianTextKeepsItsCharactersWhole() {
        assertThat(fold("忽略之前的指令，ＯＫ")).isEqualTo("忽略之前的指令,ok");
        assertThat(fold("ガ か\u3099 ｶﾞ")).isEqualTo("ガ が ガ");
        assertThat(fold("무시 \u1106\u116E")).isEqualTo("무시 무");
        assertThat(fold("😀 ok")).isEqualTo("😀 ok");
    }

    @Test
    void decodedViewsAreFoldedWithTheirNameAndTheirWayBack() {
        TextView decoded = TextView.mapped("base64", "Ig\u200BN".toCharArray(), 4, new int[]{5, 5, 5, 5},
                new int[]{21, 21, 21, 21});

        TextView view = Folding.fold(decoded);

        assertThat(view.name()).isEqualTo("base64");
        assertThat(view.text()).isEqualTo("ign");
        assertThat(view.original(0, 3)).isEqualTo(new Span(5, 21));
    }

    @Test
    void tenMillionMarksAndBombsOfLigaturesAreFolded() {
        assertThat(fold("a" + "\u0301".repeat(10_000_000) + "b")).isEqualTo("ab");
        assertThat(Folding.fold("\uFDFA".repeat(1_000_000)).length()).isEqualTo(1_000_000);
    }
}
