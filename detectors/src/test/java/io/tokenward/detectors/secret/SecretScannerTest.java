package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Span;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are put together here at run time: whole ones in a source file would be refused by code hosts. */
class SecretScannerTest {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private final SecretScanner scanner = SecretScanner.standard();

    /** {@code b5} in braces stands for five random base62 digits, {@code h5} for hex, {@code a5} letters, {@code n5} digits. */
    private static String fill(String template, Random random) {
        var filled = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char c = template.charAt(i);
            if (c != '{') {
                filled.append(c);
                continue;
            }
            int end = template.indexOf('}', i);
            int from = switch (template.charAt(i + 1)) {
                case 'a' -> 10;
                default -> 0;
            };
            int base = switch (template.charAt(i + 1)) {
                case 'n' -> 10;
                case 'h' -> 16;
                case 'u' -> 36;
                default -> 62;
            };
            for (int count = Integer.parseInt(template.substring(i + 2, end)); count > 0; count--) {
                char digit = DIGITS.charAt(from + random.nextInt(base - from));
                filled.append(base == 16 ? Character.toLowerCase(digit) : digit);
            }
            i = end;
        }
        return filled.toString();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\0', value = {
            "secret-github-pat, ghp_{b36}",
            "secret-github-fine-grained, github_pat_{b22}_{b59}",
            "secret-gitlab-pat, glpat-{b20}",
            "secret-npm-token, npm_{b36}",
            "secret-aws-access-key-id, AKIA{u16}",
            "secret-openai-key, sk-{b20}T3BlbkFJ{b20}",
            "secret-openai-key, sk-proj-{b74}T3BlbkFJ{b74}",
            "secret-anthropic-key, sk-ant-api03-{b93}AA",
            "secret-google-api-key, AIza{b35}",
            "secret-slack-token, xoxb-{n12}-{n12}-{b24}",
            "secret-stripe-key, sk_live_{b24}",
            "secret-huggingface-token, hf_{a34}",
            "secret-aliyun-access-key-id, LTAI{b20}",
            "secret-tencent-secret-id, AKID{b32}",
            "secret-generic-sk-key, sk-{h32}",
            "secret-generic-sk-key, sk-{b48}",
            "secret-zhipu-key, {h32}.{b16}",
            "secret-sendgrid, SG.{b22}.{b43}",
            "secret-twilio, SK{h32}",
            "secret-telegram-bot-token, 7{n9}:AA{b33}",
            "secret-pypi, pypi-AgEIcHlwaS5vcmc{b140}",
            "secret-digitalocean, dop_v1_{h64}",
            "secret-tokenward-key, tw_{b12}_{b38}",
            "secret-vault-token, hvs.{b95}",
            "secret-groq-key, gsk_{b52}",
            "secret-slack-webhook, hooks.slack.com/services/T{u9}/B{u9}/{b24}",
            "secret-qianfan-key, bce-v3/ALTAK-{b21}/{h40}",
            "secret-azure-client-secret, {b3}8Q~{b34}",
    })
    void aTokenOfEachFormatIsFoundWhereItStandsAndNowhereElse(String name, String template) {
        long seed = Long.getLong("tokenward.seed", 11L);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            String token = fill(template, random);
            for (String around : List.of("%s", "key: %s.", "\"%s\",", "密钥是%s，谢谢", "a\\n%s", "x=%s&y=1")) {
                int start = around.indexOf("%s");
                var expected = new SecretMatch(name, new Span(start, start + token.length()),
                        name.equals("secret-pypi"));
                assertThat(scanner.scan(around.replace("%s", token))).containsExactly(expected);
            }
            assertThat(scanner.scan("x" + token + "x").stream().filter(match -> match.name().equals(name))).isEmpty();
        }
    }

    @Test
    void aTokenBrokenByInvisibleCharactersIsFoundWithThem() {
        String token = fill("ghp_{b36}", new Random(1));
        String text = "my " + token.substring(0, 9) + "\u200B" + token.substring(9) + " ok";

        assertThat(scanner.scan(text)).containsExactly(new SecretMatch("secret-github-pat", new Span(3, 44), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "PRIVATE KEY", "OPENSSH PRIVATE KEY", "PGP PRIVATE KEY BLOCK"})
    void privateKeysAreFoundAsAWhole(String label) {
        var bytes = new byte[300];
        new Random(3).nextBytes(bytes);
        String body = Base64.getMimeEncoder().encodeToString(bytes);
        String key = "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----";

        assertThat(scanner.scan("see " + key + " end"))
                .containsExactly(new SecretMatch("secret-private-key", new Span(4, 4 + key.length()), false));
        assertThat(scanner.scan(key.replace("\n", "\\n"))).hasSize(1);
        assertThat(scanner.scan(key.replace("PRIVATE", "PUBLIC"))).isEmpty();
        assertThat(scanner.scan(key.replace(body, "..."))).isEmpty();
    }

    @Test
    void aJsonWebTokenNeedsAHeader() {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        String header = encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));
        String payload = encoder
                .encodeToString("{\"sub\":\"83721\",\"iat\":1792521450}".getBytes(StandardCharsets.UTF_8));
        String token = header + "." + payload + "." + fill("{b43}", new Random(5));

        assertThat(scanner.scan("Bearer " + token))
                .containsExactly(new SecretMatch("secret-jwt", new Span(7, 7 + token.length()), false));
        assertThat(scanner.scan(payload + "." + payload + ".abc")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\0', value = {
            "secret-database-url | postgres://app:%s@db.internal:5432/x",
            "secret-database-url | mongodb+srv://app:%s@cluster0.internal",
            "secret-basic-auth-url | https://deploy:%s@git.internal/x.git",
            "secret-generic-assignment | password = \"%s\"",
            "secret-generic-assignment | DB_PASSWORD=%s",
            "secret-generic-assignment | 我的密码是%s",
            "secret-generic-assignment | 密码：%s",
            "secret-generic-assignment | \"password\": \"%s\"",
            "secret-generic-assignment | mysql -u root --password %s",
            "secret-generic-assignment | my password is %s",
            "secret-generic-assignment | if (\"%s\" == password) {",
            "secret-generic-assignment | char password[25] = \"%s\";",
            "secret-generic-assignment | CREATE ROLE a WITH LOGIN PASSWORD %s;",
            "secret-generic-assignment | ID:master/PW:%s",
    }, delimiter = '|')
    void passwordsAreFoundByWhatStandsBeside(String name, String template) {
        String password = "Tr4v" + "!x9Qz" + "mK";
        int start = template.indexOf("%s");

        assertThat(scanner.scan(template.replace("%s", password)))
                .containsExactly(new SecretMatch(name, new Span(start, start + password.length()), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", "a", "The password is what you say to the guard.", "password: ${DB_PASSWORD}", "token = get_token()",
            "max_tokens: 4096", "tokenizer = \"cl100k_base\"", "secret = <your secret>", "password = os.environ['PW']",
            "api_key: YOUR_API_KEY_HERE_12345", "AKIAIOSFODNN7EXAMPLE",
            "</task-notification> application/json sk-learn",
            "https://user:password@example.com", "https://user:$PASS@example.com", "http://host:8080/a@b",
            "token: 123e4567-e89b-12d3-a456-426614174000", "sha256 4b73464bb391d4059bd26b0524d20df3927bd417",
            "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "password field is required: use 8 characters or more",
            "secretName: my-app-tls-cert-2024", "MAX_TOKENS=128000", "const accessToken = await getAccessToken2(user1)",
            "postgres://localhost:5432/db", "密码是什么？", "AuthToken: com.acme.auth.Token2Provider",
            "private_key_path = /etc/ssl/private/server2024.key", "key: ctrl+shift+down", "password123",
    })
    void cleanTextHasNoSecret(String text) {
        assertThat(scanner.scan(text)).isEmpty();
    }

    @Test
    void matchesAscendWithoutOverlapInAnyText() {
        long seed = Long.getLong("tokenward.seed", 13L);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        String[] pieces = {"password", "=", ": ", "\"", "ghp_{b36}", "sk-{b48}", "eyJ", "://", "a:b@c", "-----BEGIN ",
                "PRIVATE KEY-----", "-----END ", "\u200B", "\uD800", "{b20}", "密码是", "Q~", ":AA", "-us", "{h2}.", "@",
                "\n"};
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--)
                text.append(fill(pieces[random.nextInt(pieces.length)], random));

            int before = 0;
            for (SecretMatch match : scanner.scan(text.toString())) {
                assertThat(match.span().start()).isGreaterThanOrEqualTo(before);
                assertThat(match.span().end()).isLessThanOrEqualTo(text.length()).isGreaterThan(match.span().start());
                before = match.span().end();
            }
        }
    }

    @Test
    void hostileRepetitionIsRead() {
        for (String piece : List.of("-----BEGIN PRIVATE KEY-----", "eyJ", "-eyJ", "sk-", "password=", "://a:",
                "--------!",
                "password=------------------------------!", "ops_eyJ-", "a:b@", ":AA", "xox", "密码是", "AAAAAAAA",
                "\"kty\"", "\"private_key\"BEGIN ", "MIIabcIBAAK", "sig=", ":5432:",
                "curl -u ", "password for ", "_live_", "a_live_b", "mnemonic ", "gh" + "p_abcdef\n", "{\"d\":",
                "machine ", "."))
            assertThat(scanner.scan(piece.repeat(400_000 / piece.length()))).isNotNull();
    }

    @Test
    void signsOfManyKindsAreNoTemplate() {
        String password = "m{{h}o)p${e]no" + "b(ody[finds>-_$#thisone}}";

        for (String text : List.of("apikey = " + password, "password: \"" + password + "\"", "secret := " + password))
            assertThat(scanner.scan(text)).as(text).hasSize(1);
        for (String text : List.of("password = ${DB_PASSWORD:-x}", "secret: {{ vault.secret | quote }}",
                "token = $(cat /run/token)", "secret := hmac.New(sha256.New, []byte{1, 2})",
                "password = compute(a[0], b{c}, d$, e#)"))
            assertThat(scanner.scan(text)).as(text).isEmpty();
    }

    @Test
    void behindAMarkPeopleCountUp() {
        assertThat(scanner.scan("GROQ_API_KEY=gs" + "k_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP"))
                .hasSize(1);
        assertThat(scanner.scan("CLO" + "JARS_" + "0123456789abcdef".repeat(3) + "0123456789ab")).isEmpty();
        assertThat(scanner.scan("dckr_pat_" + "x".repeat(27))).isEmpty();
    }
}
