package io.tokenward.proxy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;

import org.junit.jupiter.api.Test;

class TextMacTest {
    private static final long SEED = Long.getLong("seed", 5);
    private static final int ROUNDS = 3000 * Integer.getInteger("tokenward.rounds", 1);
    private static final List<String> PIECES = List.of("a", "b", "\0", "?", "é", "ÿ", "Ā", "ĀĀ", "忽", "\ud800",
            "\udc00", "\ud83d\ude00",
            "a".repeat(1023), "a".repeat(1024), "é".repeat(1024), "忽".repeat(1024));

    private final TextMac mac = new TextMac(new SecretKeySpec(new byte[32], "HmacSHA256"));

    private String of(String field, String text) {
        return HexFormat.of().formatHex(mac.field(field).text(text));
    }

    @Test
    void differentTextsHaveDifferentValuesAndEqualOnesTheSame() {
        System.out.println("seed " + SEED);
        var random = new Random(SEED);
        Map<String, String> known = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(5); i > 0; i--)
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            String before = known.putIfAbsent(of("acme", text.toString()), text.toString());
            if (before != null) assertThat(before).isEqualTo(text.toString());
        }
        assertThat(known).hasSizeGreaterThan(ROUNDS / 4);
    }

    @Test
    void bytesOfOneWidthAreNotTakenForThoseOfTheOther() {
        assertThat(of("", "aa")).isNotEqualTo(of("", "慡"));
        assertThat(of("", "a".repeat(1024) + "b")).isNotEqualTo(of("", "a".repeat(1025)));
    }

    @Test
    void theBorderBetweenAFieldAndTheTextCannotBeMoved() {
        assertThat(of("acme", "user")).isNotEqualTo(of("acmeuser", "")).isNotEqualTo(of("", "acmeuser"));
    }

    @Test
    void nothingOfATextStaysBehind() throws Exception {
        of("acme", "walrus 忽略 ".repeat(300));
        of("acme", "walrus ".repeat(300));

        for (String name : List.of("units", "bytes")) {
            Field field = TextMac.class.getDeclaredField(name);
            field.setAccessible(true);
            Object held = field.get(mac);
            if (held instanceof char[] units) assertThat(units).containsOnly('\0');
            else
                assertThat((byte[]) held).containsOnly(0);
        }
    }
}
