package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
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
    void crcOfTheBodyAsVercelWritesIt() {
        String body = random(50);
        String token = "vc" + "p_" + body + base62(crc(body));

        assertThat(SecretScanner.standard().scan(token)).singleElement()
                .satisfies(match -> assertThat(match.proven()).isTrue());
        assertThat(SecretScanner.standard().scan("np" + "m_" + body.substring(20) + base62(crc(body.substring(20)))))
                .singleElement()
                .satisfies(match -> assertThat(match.proven()).isTrue());
    }

    @Test
    void theBeginningOfAHashAsGitHubWritesIt() throws Exception {
        String before = "git" + "hub_pat_" + random(22) + "_" + random(43);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(before.getBytes(StandardCharsets.US_ASCII));
        var bits = new StringBuilder();
        for (int i = 0; i < 5; i++)
            bits.append("%8s".formatted(Integer.toBinaryString(hash[i] & 0xff)).replace(' ', '0'));
        var check = new StringBuilder();
        for (int i = 0; i < 40; i += 5)
            check.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Integer.parseInt(bits.substring(i, i + 5), 2)));

        assertThat(Checks.named("github-pat").proves(before + check + random(8))).isTrue();
        assertThat(Checks.named("github-pat").proves(before + random(16))).isFalse();
    }

    @Test
    void littleEndianCrcInBase64AsConfluentWritesIt() {
        String body = random(54);
        int crc = Integer.reverseBytes((int) crc(body));
        byte[] bytes = {(byte) (crc >>> 24), (byte) (crc >>> 16), (byte) (crc >>> 8), (byte) crc};
        proves("confluent", "cf" + "lt" + body + Base64.getEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The manuals of AWS say which account their example key belongs to. */
    @Test
    void theAccountIsInTheKeyIdsOfAws() {
        for (long account : new long[]{12_345_678_901L, 581_039_954_779L, 999_999_999_999L}) {
            // Forty bits of the account stand behind the first one.
            var bits = new StringBuilder("1").append("%40s".formatted(Long.toBinaryString(account)).replace(' ', '0'));
            bits.append("0101101".repeat(8));
            var id = new StringBuilder("AK" + "IA");
            for (int i = 0; i < 80; i += 5)
                id.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Integer.parseInt(bits.substring(i, i + 5), 2)));

            assertThat(Checks.named("aws").proves(id.toString())).as(id.toString()).isTrue();
        }
        assertThat(Checks.named("aws").proves("AK" + "IA1089ABCDEFGHIJKL")).isFalse();
        assertThat(Checks.named("aws").proves("AK" + "IAAAAAAAAAAAAAAAAA")).isFalse();
        // It is the right form of an example all the same.
        assertThat(SecretScanner.standard().scan("AK" + "IAIOSFODNN7EXAMPLE")).isEmpty();
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
