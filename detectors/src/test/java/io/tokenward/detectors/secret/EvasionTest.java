package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret in another dress is the same secret. */
class EvasionTest {
    private static final String TOKEN = "gh" + "p_" + "16C7e42F292c6912E7710c838347Ae178B4a";
    private static final byte[] BYTES = TOKEN.getBytes(StandardCharsets.UTF_8);

    static List<String> dresses() {
        return List.of(TOKEN, Base64.getEncoder().encodeToString(BYTES), Base64.getUrlEncoder().encodeToString(BYTES),
                Base64.getEncoder().withoutPadding().encodeToString(BYTES), HexFormat.of().formatHex(BYTES),
                HexFormat.of().withUpperCase().formatHex(BYTES),
                TOKEN.chars().mapToObj("%%%02X"::formatted).collect(Collectors.joining()),
                TOKEN.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()),
                TOKEN.chars().mapToObj("&#%d;"::formatted).collect(Collectors.joining()),
                Base64.getEncoder().encodeToString(Base64.getEncoder().encode(BYTES)),
                TOKEN.substring(0, 12) + "\u200B" + TOKEN.substring(12),
                TOKEN.chars().mapToObj(c -> (char) c + "\u2060").collect(Collectors.joining()),
                TOKEN.substring(0, 20) + "\n" + TOKEN.substring(20),
                TOKEN.substring(0, 20) + "\\\n    " + TOKEN.substring(20),
                TOKEN.substring(0, 20) + "\" +\n  \"" + TOKEN.substring(20),
                "\\u001b[31m" + TOKEN, "%3D" + TOKEN, "\\n" + TOKEN);
    }

    @ParameterizedTest
    @MethodSource("dresses")
    void isFound(String dressed) {
        for (String around : List.of("%s", "see %s for it", "{\"x\": \"%s\"}", "![a](https://a.example/i.png?q=%s)"))
            assertThat(SecretScanner.standard().scan(around.replace("%s", dressed))).as(dressed).isNotEmpty();
    }

    /** Where model calls carry what nobody reads: each is a text like any other. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"type\":\"object\",\"properties\":{\"key\":{\"default\":\"%s\"}}}",
            "{\"metadata\":{\"session\":\"%s\"}}", "{\"headers\":{\"X-Key\":\"%s\"}}", "Authorization: Bearer %s\r\n",
            "Authorization: token %s", "https://a.example/i.png?sig=1&k=%s&w=9", "https://a.example/%s.png",
            "data:text/plain,%s", "report-%s.pdf", "C:\\keys\\%s.txt", "{\"%s\": true}", "{\"a\": {\"%s\": [1]}}",
            "{\"args\": \"{\\\"k\\\": \\\"%s\\\"}\"}", "<a href='%s'>", "# %s", "[%s](x)", "密钥是%s吗？"})
    void isFoundWhereverItStands(String around) {
        assertThat(SecretScanner.standard().scan(around.replace("%s", TOKEN))).singleElement()
                .satisfies(match -> assertThat(match.name()).isEqualTo("secret-github-pat"));
    }

    @Test
    void jsonInAStringHasItsPasswords() {
        String password = "Tr4v" + "!x9Qz" + "mK";

        assertThat(SecretScanner.standard().scan("{\"args\":\"{\\\"password\\\": \\\"" + password + "\\\"}\"}"))
                .singleElement()
                .satisfies(match -> assertThat(match.name()).isEqualTo("secret-generic-assignment"));
    }

    @Test
    void queriesKeepTheirNames() {
        assertThat(SecretScanner.standard()
                .scan("https://a.example/?u="
                        + URLEncoder.encode("https://b.example/?token=" + "h1d3Me4ch534d801sl3jdk",
                                StandardCharsets.UTF_8)))
                .hasSize(1);
    }

    @Test
    void keysWithoutTheirFirstLineAreKeys() {
        String body = "MIIEowIB" + "AAKCAQEA" + Base64.getEncoder().encodeToString(new byte[0])
                + "x7Lr2Fq9Zt4Wn8Yb3Kd6Mv1Hs5Pc0Ej7Ua2Gi9Xo4Tl8Rw3Bz6Nf1Dk5Qy0Sh7J";
        String wrapped = body + "\n" + "a8Lr2Fq9Zt4Wn8Yb3Kd6Mv1Hs5Pc0Ej7Ua2Gi9Xo4Tl8Rw3Bz6Nf1Dk5Qy0Sh7J" + "\nq9Zt=\n";

        assertThat(SecretScanner.standard().scan("key: |\n" + wrapped + "end")).singleElement().satisfies(match -> {
            assertThat(match.name()).isEqualTo("secret-private-key-body");
            assertThat(match.span().end()).isEqualTo(7 + wrapped.length() - 1);
        });
    }

    @Test
    void aKeyThatEndsWithAPlusIsProvenLikeOthers() {
        byte[] der = HexFormat.of()
                .parseHex("302e020100300506032b657004220420" + "a726b76a8d75a5f6".repeat(3)
                        + "1bce46b500a6383e");
        String body = Base64.getEncoder().encodeToString(der);
        String label = "PRIV" + "ATE KEY";
        String half = body.substring(32);

        assertThat(body).endsWith("+");
        for (String written : List.of("\n" + body + "\n", "\\n" + body + "\\n",
                "\" + \n\"" + body.substring(0, 32) + "\" +\n\"" + half + "\" +\n\"",
                "\"+\n\"" + body.substring(0, 32) + "\"+\n\"" + half + "\"+\n\"")) {
            assertThat(SecretScanner.standard()
                    .scan("-----BEGIN " + label + "-----" + written + "-----END " + label + "-----"))
                    .as(written)
                    .singleElement()
                    .satisfies(match -> assertThat(match.proven()).isTrue());
        }
    }

    @Test
    void aKeyWhoseFirstLineWasChangedIsAKey() throws Exception {
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            byte[] der = KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPrivate().getEncoded();
            String body = Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(der);
            String label = "PRIV" + "ATE KEY";

            assertThat(SecretScanner.standard()
                    .scan("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----"))
                    .singleElement()
                    .satisfies(match -> assertThat(match.proven()).as(algorithm).isTrue());
            for (String first : List.of("", "---- BEGIN SOMETHING ----\n", "-----BEGIN PRIV_KEY-----\n", "key:\n  ",
                    "\""))
                assertThat(SecretScanner.standard().scan(first + body + "\n--- END ---")).as(algorithm + first)
                        .isNotEmpty();
        }
    }
}
