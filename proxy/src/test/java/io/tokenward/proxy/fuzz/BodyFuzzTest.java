package io.tokenward.proxy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.dialect.AnswerHead;
import io.tokenward.proxy.dialect.Dialect;
import io.tokenward.proxy.dialect.Dialects;
import io.tokenward.proxy.dialect.Usage;
import io.tokenward.proxy.dialect.UsageMeter;
import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.multipart.MultipartReader;
import io.tokenward.proxy.dialect.multipart.Part;
import io.tokenward.proxy.encoding.Coding;
import io.tokenward.proxy.encoding.ContentDecoder;
import io.tokenward.proxy.problem.Denied;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.Set;

import org.junit.jupiter.api.Test;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

/** Parsers of what stands in requests and answers. */
class BodyFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final FieldNames NAMES = new FieldNames(Set.of("model", "messages", "role", "content"),
            Set.of("metadata"));
    private static final List<String> JSON_WORDS = List.of("{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0061",
            "\\ud800", "\\u0000", "null", "true", "1e999", "-", "0", "1.5E+3", "\"model\"", "\"messages\"", "\"role\"",
            "\u017f", "\ufeff", "\0", " ", "\n", "[[[[[[[[", "{\"a\":", "/*", "NaN", "\ud83d\ude00");

    @Test
    void whatTheJsonReaderAcceptsAStrictParserReadsToo() throws Exception {
        int said = Fuzzing.run("json", JSON_WORDS, ROUNDS, input -> {
            try {
                JsonReader.read(input, NAMES);
            } catch (Denied refused) {
                return Fuzzing.Reading.refused(refused.publicText().replaceAll("[^a-z ]+|\\b[a-z]\\b", ""));
            }
            return Fuzzing.Reading.accepted(shape(STRICT.readTree(input).toString()));
        });
        assertThat(said).isGreaterThan(5);
    }

    /** How values lie in each other, without what they are. */
    private static String shape(String json) {
        String bones = json.replaceAll("\"(\\\\.|[^\"\\\\])*\"", "s").replaceAll("[^\\[\\]{}:,s]+", "v");
        return "read " + bones.substring(0, Math.min(bones.length(), 40));
    }

    @Test
    void partsOfFormsLieInTheirBodies() throws Exception {
        int said = Fuzzing.run("multipart", List.of("--b", "--b--", "\r\n", "\n", "\r", "\r\n\r\n", ": ", ";", "\"",
                "name=", "filename=", "filename*=", "Content-Disposition: form-data", "Content-Type: text/plain",
                "Content-Transfer-Encoding: base64", "\\", "%00", "\0", "_charset_"), ROUNDS, input -> {
                    try {
                        List<Part> parts = MultipartReader.read(input, "b");
                        for (Part part : parts)
                            assertThat(part.end()).isBetween(part.start(), input.length);
                        return Fuzzing.Reading.accepted("parts " + "x".repeat(Math.min(parts.size(), 4)) + ' '
                                + parts.stream().map(part -> kind(part, input)).distinct().sorted().limit(3).toList());
                    } catch (Denied refused) {
                        return Fuzzing.Reading.refused(refused.publicText().replaceAll("\"[^\"]*\"", "x"));
                    }
                });
        assertThat(said).isGreaterThan(2);
    }

    private static String kind(Part part, byte[] body) {
        boolean cut = part.end() < body.length && body[part.end()] == '\n';
        return (part.filename().isPresent() ? "file" : "field") + (part.type().isEmpty() ? "" : " typed")
                + (part.start() == part.end() ? " empty" : "") + (part.name().isEmpty() ? " nameless" : "")
                + (cut ? " cut" : "");
    }

    @Test
    void decodersGiveNoMoreThanTheirBounds() throws Exception {
        var decoder = new ContentDecoder(256 << 10, 10);
        int said = Fuzzing.run("coding", List.of("\0\0\0\0", "\u001f\u008b"), ROUNDS / 2, input -> {
            var signs = new StringBuilder();
            for (Coding coding : Coding.values()) {
                if (coding == Coding.IDENTITY) continue;
                try {
                    byte[] plain = decoder.decode(coding, input, _ -> true);
                    assertThat(plain.length).isLessThanOrEqualTo(Math.max(ContentDecoder.FREE, input.length * 10));
                    signs.append(coding.word()).append(" read;");
                } catch (Denied refused) {
                    signs.append(refused.problem()).append(';');
                }
            }
            String sign = signs.toString();
            return sign.contains(" read;") ? Fuzzing.Reading.accepted(sign) : Fuzzing.Reading.refused(sign);
        });
        assertThat(said).isGreaterThan(1);
    }

    @Test
    void metersOfStreamsBearAnyBytes() throws Exception {
        meter("usage-events", "openai", "/v1/chat/completions", "text/event-stream");
    }

    @Test
    void metersOfLinesBearAnyBytes() throws Exception {
        meter("usage-lines", "ollama", "/api/chat", "application/x-ndjson");
    }

    @Test
    void metersOfFramesBearAnyBytes() throws Exception {
        meter("usage-frames", "bedrock", "/model/m/converse-stream", "application/vnd.amazon.eventstream");
    }

    /** Which of its figures are none, small or large. */
    private static String told(Usage usage) {
        return LongStream.of(usage.inputTokens(), usage.outputTokens(), usage.cachedTokens(), usage.reasoningTokens())
                .mapToObj(tokens -> tokens == 0 ? "o" : tokens < 100_000 ? "s" : "l")
                .collect(Collectors.joining());
    }

    /** They watch what passes: whatever it is, nothing may be thrown, and the order of pieces must not matter. */
    private static void meter(String corpus, String name, String path, String mediaType) throws Exception {
        Dialect dialect = Dialects.named(name).orElseThrow();
        var operation = dialect.operation("POST", path).orElseThrow();
        int said = Fuzzing.run(corpus,
                List.of("data: ", "data:", "event: ", "\n\n", "\r\n", "\r", "[DONE]", "\"usage\":",
                        "{", "}", "\"prompt_tokens\":", "\"eval_count\":", "99999999999999999999", "-1", "null",
                        "\0\0\0\u0010",
                        "\u00ff\u00ff\u00ff\u00ff"),
                ROUNDS / 2, input -> {
                    UsageMeter whole = dialect.meter(operation, AnswerHead.of(mediaType));
                    whole.observe(input, 0, input.length);
                    UsageMeter pieces = dialect.meter(operation, AnswerHead.of(mediaType));
                    for (int at = 0; at < input.length; at += 7)
                        pieces.observe(input, at, Math.min(7, input.length - at));
                    assertThat(pieces.usage()).isEqualTo(whole.usage());
                    assertThat(pieces.finished()).isEqualTo(whole.finished());
                    assertThat(whole.relayedTokens()).isNotNegative();
                    String sign = whole.usage().map(BodyFuzzTest::told).orElse("nothing") + whole.finished()
                            + "x".repeat(Long.SIZE - Long.numberOfLeadingZeros(whole.relayedTokens()));
                    return whole.usage().isPresent()
                            ? Fuzzing.Reading.accepted(sign)
                            : Fuzzing.Reading.refused(sign);
                });
        assertThat(said).isGreaterThan(1);
    }
}
