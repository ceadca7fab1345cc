package io.tokenward.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.audit.ExchangeRecord;
import io.tokenward.proxy.dialect.EventFrames;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In every dialect the upstream gets the caller's bytes and the caller the upstream's, each piece before the next one exists, so
 * nothing is merged, kept back or put in another order.
 */
class TransparencyIT {
    private static final int ROUNDS = Integer.getInteger("tokenward.rounds", 1);
    private static final String HELLO = "{\"messages\":[{\"role\":\"user\",\"content\":\"Name three rivers.\"}]";
    private static final String CHAT = HELLO + ", \"model\" : \"m\",\"stream\":true}";

    /** One exchange of a dialect. */
    record Case(String dialect, String path, String body, String type, String answer) {
        @Override
        public String toString() {
            return dialect + " " + path + " " + type;
        }
    }

    static List<Case> cases() {
        String events = "text/event-stream";
        String json = "application/json";
        String contents = "{\"contents\":[{\"parts\":[{\"text\":\"Name three rivers.\"}]}]}";
        String converse = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Name three rivers.\"}]}]}";
        return List.of(new Case("openai", "/v1/responses", "{\"model\":\"m\",\"input\":\"Name three rivers.\"}", events,
                "openai-responses-stream.txt"),
                new Case("openai", "/v1/responses", "{\"model\":\"m\",\"input\":\"Name three rivers.\"}", json,
                        "openai-responses-answer.json"),
                new Case("openai", "/v1/chat/completions", CHAT, events, "vllm-stream.txt"),
                new Case("azure", "/openai/deployments/d/chat/completions?api-version=2025-01-01", HELLO + "}", events,
                        "azure-stream.txt"),
                new Case("gemini", "/v1beta/models/g:streamGenerateContent?alt=sse", contents, events,
                        "gemini-stream.txt"),
                new Case("gemini", "/v1beta/models/g:generateContent", contents, json, "gemini-answer.json"),
                new Case("ollama", "/api/chat", CHAT, "application/x-ndjson", "ollama-stream.txt"),
                new Case("ollama", "/api/chat", CHAT, json, "ollama-answer.json"),
                new Case("anthropic", "/v1/messages", HELLO + ",\"model\":\"m\",\"max_tokens\":9,\"stream\":true}",
                        events,
                        "anthropic-stream.txt"),
                new Case("tgi", "/v1/chat/completions", CHAT, events, "tgi-stream.txt"),
                new Case("mistral", "/v1/chat/completions", CHAT, events, "mistral-stream.txt"),
                new Case("cohere", "/v2/chat", CHAT, events, "cohere-stream.txt"),
                new Case("deepseek", "/chat/completions", CHAT, events, "deepseek-stream.txt"),
                new Case("deepseek", "/chat/completions", CHAT, json, "deepseek-answer.json"),
                new Case("zhipu", "/api/paas/v4/chat/completions", CHAT, events, "zhipu-stream.txt"),
                new Case("dashscope", "/api/v1/services/aigc/text-generation/generation",
                        "{\"model\":\"q\",\"input\":{\"prompt\":\"Name three rivers.\"}}", events,
                        "dashscope-stream.txt"),
                new Case("ark", "/api/v3/chat/completions", CHAT, events, "ark-stream.txt"),
                new Case("vllm", "/v1/chat/completions", CHAT, events, "vllm-stream.txt"),
                new Case("bedrock", "/model/us.anthropic%3A0/converse", converse, json, "bedrock-answer.json"),
                new Case("bedrock", "/model/m/converse-stream", converse, "application/vnd.amazon.eventstream", ""));
    }

    private static SteppedUpstream upstream;
    private static ProxyFixture fixture;
    private static String key;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        upstream = new SteppedUpstream();
        var routes = new StringBuilder();
        cases().stream()
                .map(Case::dialect)
                .distinct()
                .forEach(dialect -> routes
                        .append("  - { base: /" + dialect + ", dialects: [" + dialect + "], upstream: scripted }\n"));
        String configuration = ProxyFixture.CONFIGURATION.replaceFirst("(?m)^  - \\{ base: /own",
                routes + "  - { base: /own");
        fixture = new ProxyFixture(directory, upstream.url(), configuration);
        key = fixture.knownKey("free");
        upstream.seen.clear();
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
        upstream.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bytesPassAsTheyAre(Case given) throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int round = 0; round < 3 * ROUNDS; round++)
            once(given, random, "seed " + seed);
    }

    private static void once(Case given, Random random, String seed) throws Exception {
        byte[] body = given.body().getBytes(StandardCharsets.UTF_8);
        byte[] answer = answer(given);
        List<byte[]> pieces = pieces(answer, random);
        upstream.answer(given.type(), pieces);
        try (var exchange = new RawExchange(fixture.socket())) {
            exchange.send("/" + given.dialect() + given.path(), "Authorization: Bearer " + key
                    + "\r\nContent-Type: application/json\r\nConnection: close\r\n", body, random);
            assertThat(exchange.head()).as(seed).startsWith("HTTP/1.1 200").contains(given.type());
            int sent = 0;
            for (byte[] piece : pieces) {
                upstream.step();
                sent += piece.length;
                // The next piece is not written before this one has come: a reader that waits for more waits in vain.
                while (exchange.received().length < sent)
                    assertThat(exchange.chunk()).as(seed).isNotEmpty();
            }
            assertThat(exchange.chunk()).as(seed).isEmpty();
            assertThat(exchange.received()).as(seed).isEqualTo(answer);
        }
        SteppedUpstream.Seen seen = upstream.seen.take();
        assertThat(seen.body()).as(seed).isEqualTo(body);
        assertThat(seen.head()).startsWith("POST " + given.path() + " HTTP/1.1\r\n").contains("upstream-credential");
        ExchangeRecord record = fixture.record();
        assertThat(record.coverage()).isEqualTo("screened");
        assertThat(record.tokens().used()).isEqualTo(29);
    }

    private static byte[] answer(Case given) throws Exception {
        if (given.answer().isEmpty()) {
            byte[] first = EventFrames.frame("contentBlockDelta", "{\"delta\":{\"text\":\"Hello there\"}}");
            byte[] last = EventFrames.frame("metadata", "{\"usage\":{\"inputTokens\":19,\"outputTokens\":10}}");
            byte[] all = Arrays.copyOf(first, first.length + last.length);
            System.arraycopy(last, 0, all, first.length, last.length);
            return all;
        }
        try (InputStream in = TransparencyIT.class.getResourceAsStream("/dialects/" + given.answer())) {
            return Objects.requireNonNull(in).readAllBytes();
        }
    }

    private static List<byte[]> pieces(byte[] answer, Random random) {
        List<byte[]> pieces = new ArrayList<>();
        int largest = 1 + random.nextInt(answer.length);
        for (int at = 0; at < answer.length;) {
            int length = Math.min(answer.length - at, 1 + random.nextInt(largest));
            pieces.add(Arrays.copyOfRange(answer, at, at + length));
            at += length;
        }
        return pieces;
    }
}
