package io.tokenward.proxy.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {
    private static final FieldNames NAMES = new FieldNames(Set.of("messages", "model", "key"), Set.of("metadata"));

    private static JsonObject read(String json) throws Denied {
        return JsonReader.read(json.getBytes(StandardCharsets.UTF_8), NAMES);
    }

    private static Denied refusal(byte[] body) {
        Denied denied = catchThrowableOfType(Denied.class, () -> JsonReader.read(body, NAMES));
        assertThat(denied).isNotNull();
        return denied;
    }

    private static Denied refusal(String json) {
        return refusal(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(String json) throws Denied {
        return ((JsonString) read(json).get("a").orElseThrow()).text();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " {}", "\t\r\n {} \t\r\n", "{ }", "{\"\":0}", "{\"a\":[]}", "{\"a\":[ ]}",
            "{\"a\":{}}",
            "{\"a\":null,\"b\":true,\"c\":false}", "{\"a\":[null,true,false]}", "{\"a\":-0}", "{\"a\":0}", "{\"a\":-1}",
            "{\"a\":1.5}", "{\"a\":1e5}", "{\"a\":1E+5}", "{\"a\":1e-5}", "{\"a\":0.0e0}", "{\"a\":1e400}",
            "{\"a\":0e1}",
            "{\"a\":123456789012345678901234}", "{\"a\":\"\"}", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}",
            "{\"a\":\"\\u0000\"}", "{\"a\":\"\\ud83d\\ude00\"}", "{\"a\":\"\\uD83D\\uDE00\"}",
            "{\"a\":\"\u00e4\u4e2d\ud83d\ude00\"}",
            "{\"a\":\"\u2028\u2029\u007f\"}", "{\"a\":\"\\uFFFF\uFFFF\"}", "{\"a\":\"/* no comment */\"}",
            "{\"a\":1,\"b\":2}",
            "{\"a\" : [ 1 , 2 ] , \"b\" : { \"c\" : 3 } }", "{\"a\":{\"a\":{\"a\":1}}}", "{\"a\":[[[[]]]]}",
            "{\"key\":1,\"messages\":[]}", "{\"metadata\":{\"Model\":1}}", "{\"metadata\":{\"x\":[{\"KEY\":1}]}}",
            "{\"keys\":1,\"Other\":2}"})
    void whatIsPlainJsonIsRead(String json) {
        assertThatCode(() -> read(json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "\"a\"", "1", "null", "true", "{", "}", "{\"a\"", "{\"a\":", "{\"a\":1",
            "{\"a\":1,",
            "{\"a\":1,}", "{,}", "{a:1}", "{'a':1}", "{\"a\":'b'}", "{\"a\" 1}", "{\"a\"::1}", "{\"a\":1 \"b\":2}",
            "{\"a\":[1,]}", "{\"a\":[,1]}", "{\"a\":[1 2]}", "{\"a\":[1}", "{\"a\":[1", "{\"a\":{]}", "{1:2}",
            "{null:1}",
            "{\"a\":01}", "{\"a\":+1}", "{\"a\":.5}", "{\"a\":1.}", "{\"a\":1e}", "{\"a\":1e+}", "{\"a\":-}",
            "{\"a\":--1}",
            "{\"a\":0x1}", "{\"a\":1_000}", "{\"a\":1.2.3}", "{\"a\":NaN}", "{\"a\":Infinity}", "{\"a\":-Infinity}",
            "{\"a\":tru}",
            "{\"a\":True}", "{\"a\":nul}", "{\"a\":nulll}", "{\"a\":undefined}", "{\"a\":\"", "{\"a\":\"\\\"",
            "{\"a\":\"\\",
            "{\"a\":\"\\x41\"}", "{\"a\":\"\\'\"}", "{\"a\":\"\\u\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u12G4\"}",
            "{\"a\":\"\\U0041\"}",
            "{\"a\":\"\t\"}", "{\"a\":\"\n\"}", "{\"a\":\"\u0000\"}", "{\"a\":\"\u001f\"}", "{\"a\":1}\u0000",
            "\u0000{\"a\":1}",
            "{\"a\":1}{}", "{\"a\":1} x", "{\"a\":1}]", "{\"a\":1},", "\uFEFF{\"a\":1}", "{\"a\":1}\uFEFF",
            "{\u00a0\"a\":1}",
            "{\u000b\"a\":1}", "{\f\"a\":1}", "{\"a\":1/**/}", "{\"a\":1//\n}", "{\"a\":1#\n}", "{\"a\":\"\\ud800\"}",
            "{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800x\"}", "{\"a\":\"\\ud800\\n\"}", "{\"a\":\"\\ud800\\ud800\"}",
            "{\"a\":\"\\udc00\\ud800\"}", "{\"a\":\"\\ud800\\u0041\"}", "{\"\\ud800\":1}", "{\"a\":\uFF11}",
            "{\u201ca\u201d:1}"})
    void whatIsNoStrictJsonIsRefused(String json) {
        assertThat(refusal(json).problem()).isEqualTo(Problem.BAD_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "{\"a\":1,\"A\":2}",
            "{\"s\":1,\"\u017f\":2}",
            "{\"k\":1,\"\u212a\":2}", "{\"k\":1,\"\\u212A\":2}", "{\"a\":1,\"\uFF21\":2}", "{\"x\":{\"b\":1,\"B\":2}}",
            "{\"\u03c3\":1,\"\u03c2\":2}", "{\"\u00e9\":1,\"e\u0301\":2}", "{\"Messages\":[]}", "{\"MESSAGES\":[]}",
            "{\"me\u017f\u017fages\":[]}", "{\"\u212aey\":1}", "{\"\\u004dodel\":1}", "{\"a\":[{\"Model\":1}]}",
            "{\"\uFF4Dodel\":1}", "{\"metadata\":{\"a\":1,\"A\":2}}"})
    void namesThatSomeReaderTakesForAnotherAreRefused(String json) {
        assertThat(refusal(json).publicText()).contains("name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "C0AF", "C1BF", "E080AF", "F08080AF", "EDA080", "EDBFBF", "EDA0BDEDB880", "F4908080",
            "F5808080", "F8888080", "80", "BF", "C2", "E282", "F09F98", "C220", "E28220", "C3C3", "FE", "FFFE"})
    void illFormedUtf8IsRefused(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] body = new byte[bad.length + 8];
        byte[] head = "{\"a\":\"".getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, body, 0, 6);
        System.arraycopy(bad, 0, body, 6, bad.length);
        body[body.length - 2] = '"';
        body[body.length - 1] = '}';

        assertThat(refusal(body).publicText()).contains("UTF-8").contains("byte 6");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE", "IBM037"})
    void otherEncodingsAreRefused(String charset) {
        assertThat(refusal("{\"model\":\"m\"}".getBytes(Charset.forName(charset))).problem())
                .isEqualTo(Problem.BAD_BODY);
    }

    @Test
    void everyUnicodeCharacterIsReadAsItStandsAndAsItIsEscaped() throws Denied {
        String all = IntStream.rangeClosed(0x20, Character.MAX_CODE_POINT)
                .filter(c -> (c < 0xD800 || c > 0xDFFF) && c != '"' && c != '\\')
                .filter(c -> c < 0x3000 || c % 97 == 0)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        String escaped = all.chars().mapToObj(c -> String.format("\\u%04x", c)).collect(Collectors.joining());

        assertThat(text("{\"a\":\"" + all + "\"}")).isEqualTo(all);
        assertThat(text("{\"a\":\"" + escaped + "\"}")).isEqualTo(all);
        assertThat(text("{\"a\":" + JsonText.quote(all) + "}")).isEqualTo(all);
    }

    @Test
    void placesAreThoseOfTheQuotedTokens() throws Denied {
        byte[] body = "{\"\u00e4\": [1, \"b\\n\"]}".getBytes(StandardCharsets.UTF_8);
        JsonObject object = JsonReader.read(body, NAMES);
        JsonValue array = object.members().getFirst().value();
        JsonValue string = ((JsonValue.JsonArray) array).items().get(1);

        assertThat(object.members().getFirst().name().start()).isEqualTo(1);
        assertThat(object.members().getFirst().name().end()).isEqualTo(5);
        assertThat(new String(body, string.start(), string.end() - string.start(), StandardCharsets.UTF_8))
                .isEqualTo("\"b\\n\"");
    }

    @Test
    void depthWidthAndLengthAreBounded() {
        assertThatCode(() -> read("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}")).doesNotThrowAnyException();
        assertThat(refusal("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}").publicText()).contains("deeper than 64");
        assertThat(refusal("{\"a\":" + "[".repeat(100_000)).publicText()).contains("deeper than 64");
        assertThatCode(() -> read(members(10_000))).doesNotThrowAnyException();
        assertThat(refusal(members(10_001)).publicText()).contains("more than 10000");
        assertThatCode(() -> read("{\"a\":" + "1".repeat(64) + "}")).doesNotThrowAnyException();
        assertThat(refusal("{\"a\":" + "1".repeat(65) + "}").publicText()).contains("longer than 64");
        assertThat(refusal("{\"" + "n".repeat(1025) + "\":1}").publicText()).contains("longer than 1024");
        assertThat(refusal("{\"a\":[" + "0,".repeat(500_000) + "0]}").publicText()).contains("values");
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":0").collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void aRefusalNamesPlaceReasonAndMend() {
        Denied denied = refusal("{\"messages\":[{\"a/b~\":\"x\"},{\"content\":\"\\ud800\"}]}");

        assertThat(denied.publicText()).isEqualTo("The request body is not acceptable at /messages/1/content, byte 38:"
                + " half of a surrogate pair; send whole characters.");
        assertThat(denied.param()).isEqualTo("messages[1].content");
        assertThat(refusal("{\"a/b~\":[0,x]}").publicText()).contains("/a~1b~0/1,");
    }

    @Test
    void aRefusalShowsNoUnprintableOrEndlessNames() {
        Denied denied = refusal("{\"" + "\u001b[31m\u4e2d".substring(1) + "n".repeat(500) + "\":x}");

        assertThat(denied.publicText()).matches("[\\x20-\\x7e]{0,300}");
        assertThat(denied.param()).matches("[\\x20-\\x7e]{0,130}");
    }
}
