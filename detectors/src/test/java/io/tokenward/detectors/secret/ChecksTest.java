package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;

/** Checksums are computed here a second time, from the vendors' words and without the code under test. */
class ChecksTest {
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private final Random random = new Random(5);

    private String random(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++)
            text.append(BASE62.charAt(random.nextInt(62)));
        return text.toString();
    }

    private static long crc(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return crc.getValue();
    }

    private static String base62(long number) {
        var text = new StringBuilder();
        for (int i = 0; i < 6; i++, number /= 62)
            text.insert(0, BASE62.charAt((int) (number % 62)));
        return text.toString();
    }

    private static void proves(String check, String token) {
        assertThat(Checks.named(check).proves(token)).as(check).isTrue();
        char last = token.charAt(token.length() - 1);
        String other = token.substring(0, token.length() - 1) + (last == '7' ? '8' : '7');
        assertThat(Checks.named(check).proves(other)).as(check).isFalse();
    }

    @Test
    void crcOfTheBodyInBase62AsGitHubAndNpmWriteIt() {
        for (int round = 0; round < 100; round++) {
            String body = random(30);
            proves("crc62:4", "gh" + "p_" + body + base62(crc(body)));
        }
    }

    @Test
    void crcOfAllBeforeAsOurOwnKeysHaveIt() {
        String before = "tw" + "_" + random(12) + "_" + random(32);
        proves("tokenward", before + base62(crc(before)));
    }

    @Test
    void crcInHexAsAtlassianWritesIt() {
        String before = "ATA" + "TT3" + random(160) + "=";
        proves("crc-hex", before + "%08X".formatted(crc(before)));
    }

    @Test
    void littleEndianCrcAsGrafanaWritesIt() {
        String before = "gls" + "a_" + random(32);
        proves("grafana", before + "_" + "%08x".formatted(Integer.reverseBytes((int) crc(before))));
    }

    @Test
    void base36AsGitLabWritesIt() {
        String before = "glp" + "at-" + random(30) + ".0" + "1";
        String check = Long.toString(crc(before), 36).toLowerCase(Locale.ROOT);
        proves("gitlab", before + "0".repeat(7 - check.length()) + check);
    }

    @Test
    void aProvenTokenIsBelievedEvenIfItSaysExample() {
        String body = "Example" + random(23);
        String proven = "gh" + "p_" + body + base62(crc(body));

        assertThat(SecretScanner.standard().scan("token " + proven)).singleElement().satisfies(match -> {
            assertThat(match.name()).isEqualTo("secret-github-pat");
            assertThat(match.proven()).isTrue();
        });
        assertThat(SecretScanner.standard().scan("token " + "gh" + "p_" + body + "000000")).isEmpty();
    }

    @Test
    void anyTextIsRead() {
        for (String check : new String[]{"crc62:4", "crc-hex", "crc-hex:5", "github-pat", "gitlab", "grafana",
                "confluent",
                "bech32", "base58", "nkey", "sentry", "json:t,s", "varied"})
            for (int round = 0; round < 200; round++)
                assertThat(Checks.named(check).proves(random(40 + random.nextInt(100)))).isIn(true, false);
    }
}
