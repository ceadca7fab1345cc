package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Fault;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every dialect must do. A dialect's test says how its requests and answers look. */
abstract class DialectContract {
    /** A marker planted in a request, and what must be found there. */
    record Planted(String marker, Role role, String pointer) {}

    abstract Dialect dialect();

    abstract Operation operation();

    /** A request with a marker in every place where text can stand. */
    abstract String request();

    abstract List<Planted> planted();

    /** A recorded answer in one piece, and one in a stream; both report {@link #reported}. */
    abstract String plainAnswer();

    abstract String streamedAnswer();

    abstract Usage reported();

    /** The media type of a stream. */
    String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    /** A recorded answer as it comes from the wire. */
    byte[] answer(boolean streamed) {
        return (streamed ? streamedAnswer() : plainAnswer()).getBytes(StandardCharsets.UTF_8);
    }

    private UsageMeter meter(boolean streamed) {
        return dialect().meter(operation(), AnswerHead.of(streamed ? streamType() : "application/json"));
    }

    ModelCall read(String body) throws Denied {
        return dialect().read(operation(), body.getBytes(StandardCharsets.UTF_8));
    }

    Denied refusal(String body) {
        Denied denied = catchThrowableOfType(Denied.class, () -> read(body));
        assertThat(denied).as(body).isNotNull();
        assertThat(denied.problem()).isEqualTo(Problem.BAD_BODY);
        return denied;
    }

    @Test
    void everyPlantedTextIsFoundWithItsRoleAndPlace() throws Denied {
        List<Passage> passages = read(request()).prompt().passages();

        for (Planted planted : planted()) {
            assertThat(passages)
                    .as(planted.toString())
                    .anyMatch(passage -> passage.text().contains(planted.marker()) && passage.role() == planted.role()
                            && passage.pointer().equals(planted.pointer()));
        }
    }

    @Test
    void noPlantedTextIsForgottenInTheTest() {
        int count = request().split("planted-", -1).length - 1;

        assertThat(planted()).hasSize(count);
    }

    @Test
    void rewritingChangesOnlyTheStringsConcerned() throws Denied {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            ModelCall call = read(request());
            List<Replacement> replacements = new ArrayList<>();
            List<Passage> expected = new ArrayList<>(call.prompt().passages());
            for (int i = 0; i < expected.size(); i++) {
                Passage passage = expected.get(i);
                if (random.nextInt(4) > 0 || passage.pointer().endsWith("#") || passage.text().isEmpty()) continue;
                int start = random.nextInt(passage.text().length());
                int end = start + random.nextInt(passage.text().length() - start + 1);
                String text = "[\"redacted\\\u4e2d\n" + i + "]";
                replacements.add(new Replacement(i, new Span(start, end), text));
                String changed = passage.text().substring(0, start) + text + passage.text().substring(end);
                expected.set(i, new Passage(changed, passage.role(), passage.pointer()));
            }
            java.util.Collections.shuffle(replacements, random);

            byte[] rewritten = call.rewrite(replacements);

            assertThat(dialect().read(operation(), rewritten).prompt().passages()).as("seed " + seed)
                    .isEqualTo(expected);
            assertThat(skeleton(rewritten)).as("seed " + seed).isEqualTo(skeleton(call.body()));
        }
    }

    /** The body without its string tokens. */
    private static String skeleton(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "\"\"");
    }

    @Test
    void rewritingNothingChangesNothing() throws Denied {
        ModelCall call = read(request());

        assertThat(call.rewrite(List.of())).isEqualTo(call.body());
    }

    @Test
    void usageIsTheSameForEveryChunking() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (boolean streamed : List.of(true, false)) {
            byte[] answer = answer(streamed);
            UsageMeter whole = meter(streamed);
            whole.observe(answer, 0, answer.length);
            for (int round = 0; round < 200; round++) {
                UsageMeter meter = meter(streamed);
                for (int at = 0; at < answer.length;) {
                    int length = Math.min(answer.length - at, 1 + random.nextInt(round + 1));
                    byte[] chunk = new byte[length + 2];
                    System.arraycopy(answer, at, chunk, 1, length);
                    meter.observe(chunk, 1, length);
                    at += length;
                }

                assertThat(meter.usage().map(TestMeters::totals)).as("seed " + seed).contains(reported());
                assertThat(meter.relayedTokens()).isPositive().isEqualTo(whole.relayedTokens());
                assertThat(meter.finished()).isTrue();
            }
        }
    }

    @Test
    void aCutAnswerIsNotFinishedAndStillEstimated() {
        for (boolean streamed : List.of(true, false)) {
            byte[] answer = answer(streamed);
            UsageMeter meter = meter(streamed);
            meter.observe(answer, 0, answer.length * 2 / 3);

            assertThat(meter.finished()).isFalse();
            assertThat(meter.relayedTokens()).isPositive();
        }
    }

    @Test
    void noBytesUpsetTheMeter() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            for (boolean streamed : List.of(true, false)) {
                byte[] answer = answer(streamed);
                for (int i = random.nextInt(20); i >= 0; i--)
                    answer[random.nextInt(answer.length)] = (byte) random.nextInt(256);
                UsageMeter meter = meter(streamed);
                meter.observe(answer, 0, answer.length);
                meter.usage();

                assertThat(meter.relayedTokens()).as("seed " + seed).isNotNegative();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyRefusalHasItsStatusAndReferenceAndTellsWhetherToRetry(Problem problem) {
        Denied denied = problem.denied().retryAfter(Duration.ofDays(20));
        ErrorBody error = dialect().error(denied, "tw_1");
        String text = new String(error.body(), StandardCharsets.UTF_8);

        assertThat(error.status()).isEqualTo(problem.status());
        assertThat(text).contains("tw_1").contains(problem.publicText().substring(0, 10));
        assertThat(error.headers().keySet()).allMatch(name -> name.equals(name.toLowerCase(java.util.Locale.ROOT)));
        boolean again = problem.fault() == Fault.PROXY || problem.fault() == Fault.UPSTREAM
                || problem == Problem.RATE_LIMITED
                || problem == Problem.CONCURRENCY_LIMITED || problem == Problem.REQUEST_TIMEOUT;
        if (again) {
            assertThat(error.headers()).doesNotContainKey("x-should-retry");
        } else {
            assertThat(error.headers()).containsEntry("x-should-retry", "false").doesNotContainKey("retry-after");
        }
        String wait = error.headers().getOrDefault("retry-after", "1");
        assertThat(Integer.parseInt(wait)).isBetween(1, 60);
        assertThat(new String(dialect().streamError(operation(), denied, "tw_1"), StandardCharsets.ISO_8859_1))
                .contains("tw_1");
    }

    @Test
    void everyBodyCutShortIsRefused() {
        byte[] body = request().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < body.length; length += 7) {
            byte[] cut = Arrays.copyOf(body, length);

            assertThat(catchThrowableOfType(Denied.class, () -> dialect().read(operation(), cut))).isNotNull();
        }
    }
}
