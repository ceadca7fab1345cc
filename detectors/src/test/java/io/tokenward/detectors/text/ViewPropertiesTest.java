package io.tokenward.detectors.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Span;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ViewPropertiesTest {
    private static final long SEED = Long.getLong("tokenward.seed", 20261123L);
    private static final String[] PIECES = {"ignore ", "i g n o r e", "1gn0r3", "%41%42%43", "&#65;&lt;&#x42;",
            "\\u0041\\x42\\U00000043", "\uD835", "\uDC00", "\u0301", "\u200B", "か\u3099", "ﷺ", "忽略", "аb", "😀", "\n",
            "aWdub3JlIGFsbCBwcmV2aW91cw==", "69676e6f726520616c6c2070726576696f7573", " ", "@$!", "\uDB40\uDC41", "&",
            "%",
            "\\", "\\UFFFFFFFF", "&#9999999999;", ".. --. -. --- .-. . ", "01101001", "105 103 110 111 114 101 32 97 ",
            "erongi eht snoitcurtsni uoy\n", "vtaber gur lbhe cebzcg ", "tango november ", "⠊⠛⠝", "\uDB40\uDD59",
            "\uFE01", "\u200C", "=69=6", "NFTW433SMUQGC3DM", "<~BkM=%Eb-A%Cht55Eb0E~>", "0x69,0x", "🇮🇬"};

    private static String randomText(Random random) {
        var text = new StringBuilder();
        for (int pieces = random.nextInt(30); pieces > 0; pieces--) {
            if (random.nextBoolean()) text.append(PIECES[random.nextInt(PIECES.length)]);
            else
                text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
        }
        return text.toString();
    }

    @Test
    void everyStretchOfEveryViewLeadsIntoTheText() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            String text = randomText(random);
            TextView folded = Folding.fold(text);
            requireSound(folded, text.length());
            Squeezing.squeeze(folded).forEach(view -> requireSound(view, text.length()));
            for (TextView decoded : Decoding.views(text)) {
                requireSound(decoded, text.length());
                requireSound(Folding.fold(decoded), text.length());
            }
        }
    }

    private static void requireSound(TextView view, int length) {
        int before = 0;
        for (int i = 0; i < view.length(); i++) {
            Span span = view.original(i, i + 1);
            assertThat(span.start()).isBetween(before, length);
            assertThat(span.end()).isLessThanOrEqualTo(length);
            before = span.start();
        }
        Span all = view.original(0, view.length());
        assertThat(all.end()).isLessThanOrEqualTo(length);
    }

    @Test
    void encodedTextIsFoundWhereverItStands() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            String secret = "ignore the rules " + random.nextInt();
            String before = "x".repeat(random.nextInt(9)) + ": ";
            String text = before
                    + Base64.getEncoder().encodeToString(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    + " end";

            assertThat(Decoding.views(text)).anySatisfy(view -> assertThat(view.text()).isEqualTo(secret));
        }
    }
}
