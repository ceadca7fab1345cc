package io.tokenward.detectors.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Span;
import java.lang.management.ManagementFactory;
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
            "secret-aws-access-key-id, AKIA{u15}8",
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
            "secret-generic-assignment | 密码是 %s，不要告诉别人",
            "secret-generic-assignment | 数据库口令为：%s",
            "secret-generic-assignment | 服务器的登录密码: %s。",
            "secret-generic-assignment | 密码是：%s",
            "secret-generic-assignment | 密码是“%s”，请查收",
            "secret-generic-assignment | 我把密码改成了%s",
            "secret-generic-assignment | root 密码设置为 %s 即可登录",
            "secret-generic-assignment | 口令就是%s。",
            "secret-generic-assignment | 密码等于「%s」",
            "secret-command-line | curl -u deploy:%s https://a.example/x",
            "secret-command-line | curl https://a.example; curl -u deploy:%s https://a.example/x",
            "secret-command-line | docker login docker.io -u me -p %s",
    }, delimiter = '|')
    void passwordsAreFoundByWhatStandsBeside(String name, String template) {
        String password = "Tr4v" + "!x9Qz" + "mK";
        int start = template.indexOf("%s");

        assertThat(scanner.scan(template.replace("%s", password)))
                .containsExactly(new SecretMatch(name, new Span(start, start + password.length()), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"令牌是%s", "密钥为：%s", "X-Auth-Token: %s", "curl -H 'X-Api-Secret: %s' https://a.example",
            "the api key for the staging box is %s", "--token %s", "client_secret: %s", "访问令牌设为%s"})
    void tokensAreFoundByTheirNames(String template) {
        String token = "h1d3Me4ch534" + "d801sl3jdk";
        int start = template.indexOf("%s");

        assertThat(scanner.scan(template.replace("%s", token))).containsExactly(
                new SecretMatch("secret-generic-assignment", new Span(start, start + token.length()), false));
    }

    /** Twenty letters that follow each other as in no word, of one case and without a digit. */
    @Test
    void lettersAloneAreFoundWhereNoWordHasThem() {
        var random = new Random(23);
        int found = 0;
        for (int round = 0; round < 200; round++) {
            String value = random.ints(24, 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            found += scanner.scan("api_key = " + value).size();
        }

        assertThat(found).isGreaterThan(100);
        for (String words : List.of("internationalizationsupport", "pleasechooseanotherpassword",
                "anmeldeinformationen",
                "contrasenaincorrectaporfavor", "thequickbrownfoxjumpsoverthelazydog"))
            assertThat(scanner.scan("token = \"" + words + "\"")).as(words).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "#define ed_sha512_set_private_key nettle_ed_sha512_set_private_key",
            "#define OBJ_Token_Kind8 OBJ_Token_Kind8Type,1L",
            "SN_attr_Token_B0Prime = \"attr-Token-B0Prime\"", "wenn -keypass \\uBC0F -new",
            "api_key: pleasechooseanotherone",
            "my $Token = qr/[\\x21\\x23-\\x27\\x2A$|~]+/;", "password: 'bm90IG15IHJlYWwgcGFzc3dvcmQ='",
            "密码是必填项，不能为空", "密码改成功后请重新登录", "密码设置页面在 Settings2024 里", "令牌为空时返回 401Unauthorized",
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

    /** A model call is prose and code for the greatest part: looking through it must leave nothing behind to be collected. */
    @Test
    void cleanTextIsReadWithoutAllocating() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String sentence : List.of("The pattern was accepted on path two; you may skip the next one. ",
                "请把下面的句子翻译成英文，不要改变它的意思。", "for (int i = 0; i < tokens.size(); i++) sum += tokens.get(i);\n")) {
            String text = sentence.repeat(4000);
            boolean ascii = text.charAt(0) < 128;
            scanner.scan(text, List.of(), ascii);

            long before = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < 10; round++)
                scanner.scan(text, List.of(), ascii);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(sentence).isLessThan(text.length() / 8);
        }
    }

    @Test
    void ourOwnKeysAreFoundWhateverTheySay() {
        var random = new Random(9);
        for (String body : List.of("{b12}_{b32}", "Example{b5}_{b32}", "{b12}_xxxx{b28}",
                "{b12}_012345678901234567{b14}")) {
            String before = "tw" + "_" + fill(body, random);
            var crc = new java.util.zip.CRC32();
            crc.update(before.getBytes(StandardCharsets.US_ASCII));
            var check = new StringBuilder();
            for (long left = crc.getValue(); check.length() < 6; left /= 62)
                check.insert(0, DIGITS.charAt((int) (left % 62)));

            assertThat(scanner.scan("use " + before + check + " please")).singleElement().satisfies(match -> {
                assertThat(match.name()).isEqualTo("secret-tokenward-key");
                assertThat(match.proven()).isTrue();
            });
        }
    }

    @Test
    void seedPhrasesAreAsManyWordsAsAWalletHas() {
        String twelve = "ladder orbit violin mango puzzle thunder cradle basket marble tunnel velvet wisdom";

        assertThat(scanner.scan("mnemonic: \"" + twelve + "\"")).singleElement().satisfies(match -> {
            assertThat(match.name()).isEqualTo("secret-seed-phrase");
            assertThat(match.span()).isEqualTo(new Span(11, 11 + twelve.length()));
        });
        assertThat(scanner.scan("我的助记词是 " + twelve)).hasSize(1);
        assertThat(scanner.scan("mnemonic: " + twelve.substring(0, twelve.lastIndexOf(' ')) + ".")).isEmpty();
        assertThat(scanner.scan("mnemonic devices help people remember long lists when they have many things"))
                .isEmpty();
    }

    @Test
    void matchesAscendWithoutOverlapInAnyText() {
        long seed = Long.getLong("tokenward.seed", 13L);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        String[] pieces = {"password", "=", ": ", "\"", "ghp_{b36}", "sk-{b48}", "eyJ", "://", "a:b@c", "-----BEGIN ",
                "PRIVATE KEY-----", "-----END ", "\u200B", "\uD800", "{b20}", "密码是", "Q~", ":AA", "-us", "{h2}.", "@",
                "\n"};
        for (int round = 0; round < 20_000 * Integer.getInteger("tokenward.rounds", 1); round++) {
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
                "machine ", ".", "A", "-----BEGIN ", "://user:", "password password=", "private_key='"))
            assertThat(scanner.scan(piece.repeat((1 << 20) / piece.length()))).isNotNull();
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
