package io.tokenward.proxy.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.detectors.Category;
import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Prompt;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.proxy.dialect.Replacement;
import io.tokenward.proxy.keys.KeyedHash;
import io.tokenward.proxy.keys.Pepper;
import io.tokenward.rules.Action;
import io.tokenward.rules.Assessment;
import io.tokenward.rules.Policy;
import io.tokenward.rules.RuleEngine;
import io.tokenward.rules.Trust;
import io.tokenward.rules.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RedactorTest {
    private static final RuleEngine ENGINE = RuleEngine.builtin();
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private final Redactor redactor = new Redactor(
            new KeyedHash(Pepper.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8))));

    private static Policy redacting() {
        Policy standard = Policy.standard();
        Map<Category, Action> actions = new EnumMap<>(standard.actions());
        actions.put(Category.PII, Action.REDACT);
        // What is an attack beside is another matter.
        for (Category category : Category.values())
            if (category.attack()) actions.put(category, Action.OFF);
        return new Policy(standard.name(), standard.screening(), standard.paranoia(), standard.detectionParanoia(),
                standard.operatingPoint(), actions, standard.deadline(), standard.onError(), standard.reveal());
    }

    private List<Replacement> replacements(String text, String key) {
        var prompt = new Prompt(List.of(new Passage(text, Role.USER, "")));
        var evidence = List.of(ENGINE.examineExhaustively(prompt.passages().getFirst(), Trust.NONE));
        Assessment assessment = Verdict.assess(prompt, evidence, redacting(), ENGINE);
        return redactor.replacements(assessment, prompt, key);
    }

    private String redacted(String text, String key) {
        var out = new StringBuilder(text);
        List<Replacement> replacements = replacements(text, key);
        for (int i = replacements.size() - 1; i >= 0; i--) {
            Span span = replacements.get(i).span();
            out.replace(span.start(), span.end(), replacements.get(i).text());
        }
        return out.toString();
    }

    private static String random(Random random, int length) {
        return random.ints(length, 0, DIGITS.length())
                .collect(StringBuilder::new, (text, digit) -> text.append(DIGITS.charAt(digit)), StringBuilder::append)
                .toString();
    }

    private static String token(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "gh" + "p_" + random(random, 36);
            case 1 -> "sk" + "_live_" + random(random, 24);
            case 2 -> "AK" + "IA" + random(random, 16).toUpperCase(java.util.Locale.ROOT);
            case 3 -> "139" + (10_000_000 + random.nextInt(89_999_999));
            case 4 -> "jane." + random(random, 5) + "@posteo.de";
            default -> "dop" + "_v1_" + random.ints(64, 0, 16)
                    .mapToObj(Integer::toHexString)
                    .collect(java.util.stream.Collectors.joining());
        };
    }

    @Test
    void theSameSecretGetsTheSamePlaceholderInEveryTurnAndAnotherOneForEveryOtherKey() {
        String secret = token(new Random(1));

        String first = redacted("my token is " + secret + ", help", "k1");
        String later = redacted("Earlier I wrote `" + secret + "`.", "k1");
        String other = redacted("my token is " + secret + ", help", "k2");

        String placeholder = first.substring(12, first.indexOf(','));
        assertThat(placeholder).matches("REDACTED_[a-z0-9_]+_[0-9A-Za-z]{8}");
        assertThat(later).isEqualTo("Earlier I wrote `" + placeholder + "`.");
        assertThat(other).doesNotContain(placeholder);
        assertThat(redacted("my token is " + token(new Random(2)) + ", help", "k1")).doesNotContain(placeholder);
    }

    @Test
    void everythingElseStaysAsItWasAndASecondPassChangesNothing() {
        long seed = Long.getLong("tokenward.seed", 21L);
        System.out.println("seed " + seed);
        var random = new Random(seed);
        String[] frames = {"export TOKEN=%s\n", "{\"token\":\"%s\"}",
                "curl -H 'Authorization: Bearer %s' https://a.example",
                "密钥是%s，谢谢\n", "password = \"%s\"", "a %s b ", "https://u:%s@git.internal/x\n", "<k>%s</k>", "`%s`",
                "\\\"key\\\": \\\"%s\\\"", "日本語 😀 ", "plain words only. ", "\r\n\t"};
        for (int round = 0; round < 300 * Integer.getInteger("tokenward.rounds", 1); round++) {
            var text = new StringBuilder();
            for (int i = 1 + random.nextInt(6); i > 0; i--)
                text.append(frames[random.nextInt(frames.length)].replace("%s", token(random)));

            List<Replacement> replacements = replacements(text.toString(), "k");
            String once = redacted(text.toString(), "k");

            int at = 0;
            int from = 0;
            for (Replacement replacement : replacements) {
                String kept = text.substring(from, replacement.span().start());
                assertThat(once.substring(at, at + kept.length())).isEqualTo(kept);
                at += kept.length() + replacement.text().length();
                from = replacement.span().end();
            }
            assertThat(once.substring(at)).isEqualTo(text.substring(from));
            assertThat(redacted(once, "k")).as(once).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"to\": {\"phone\": 13912345678, \"x\": 1}}", "{\"phones\":[13912345678,13812345678]}",
            "{\"args\":\"{\\\"phone\\\": 13912345678}\"}", "{\"mail\":\"jane@posteo.de\"}"})
    void argumentsOfToolsStayJson(String arguments) {
        String changed = redacted(arguments, "k");

        assertThat(changed).contains("REDACTED_").doesNotContain("13912345678", "jane");
        assertThat(JsonMapper.builder().build().readTree(changed).isObject()).isTrue();
        if (arguments.contains("args")) {
            String inner = JsonMapper.builder().build().readTree(changed).path("args").asString("");
            assertThat(JsonMapper.builder().build().readTree(inner).path("phone").asString("")).startsWith("REDACTED_");
        }
    }
}
