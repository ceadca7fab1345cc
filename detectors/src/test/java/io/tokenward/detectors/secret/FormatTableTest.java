package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class FormatTableTest {
    @Test
    void moreThanTwoHundredAndFiftyKindsOfSecretsAreKnown() {
        assertThat(SecretScanner.standard().names()).hasSizeGreaterThan(250);
        assertThat(StandardFormats.all().size()).isGreaterThan(400);
    }

    @Test
    void everyFormatHasAnAnchorAndNoNameIsOfTwoKinds() {
        for (SecretFormat format : StandardFormats.all()) {
            assertThat(format.name()).matches("secret-[a-z0-9-]+");
            assertThat(format.anchors()).as(format.name()).isNotEmpty();
            assertThat(new HashSet<>(format.anchors())).as(format.name()).hasSameSizeAs(format.anchors());
        }
    }

    @Test
    void aBadTableSaysWhere() {
        assertThatThrownBy(() -> FormatTable.read("missing.txt")).hasMessage("no table missing.txt");
    }

    /** Any text may be full of beginnings. Each is looked at once for every format that begins so, never again and again. */
    @Test
    void noTextMakesFormatsLookMoreOftenThanItHasUnits() {
        var looks = new AtomicLong();
        List<SecretFormat> counted = new ArrayList<>();
        for (SecretFormat format : StandardFormats.all())
            counted.add(new SecretFormat(format.name(), format.anchors(), (text, at) -> {
                looks.incrementAndGet();
                return format.verifier().verify(text, at);
            }, format.check()));
        var scanner = new SecretScanner(counted);
        var anchors = new HashSet<String>();
        for (SecretFormat format : counted)
            format.anchors().forEach(anchor -> anchors.add(anchor.text()));
        for (String anchor : anchors)
            for (String tail : List.of("", "=", ": ", "=\"", "='", "\":\"", " = x1Y2", "\n"))
                looksAreInProportion(scanner, looks, anchor + tail);
    }

    private static void looksAreInProportion(SecretScanner scanner, AtomicLong looks, String piece) {
        long[] work = new long[2];
        for (int round = 0; round < 2; round++) {
            looks.set(0);
            scanner.scan(piece.repeat(400 << round), List.of(), true);
            work[round] = looks.get();
        }
        assertThat(work[1]).as(piece).isLessThanOrEqualTo(3 * work[0] + 64);
        assertThat(work[1]).as(piece).isLessThanOrEqualTo(40L * piece.length() * 800);
    }
}
