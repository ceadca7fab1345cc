package io.tokenward.proxy.dialect.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.random.RandomGenerator;

import io.tokenward.proxy.dialect.json.JsonValue.JsonArray;
import io.tokenward.proxy.dialect.json.JsonValue.JsonLiteral;
import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonValue.Member;
import io.tokenward.proxy.problem.Denied;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever we accept, Jackson must accept, and read the same. */
class JsonDifferentialTest {
    private static final JsonMapper JACKSON = JsonMapper.builder().build();

    @RepeatedTest(20)
    void randomDocumentsAreReadAsJacksonReadsThem() throws Denied {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            String json = RandomJson.object(random, 4);
            byte[] body = json.getBytes(StandardCharsets.UTF_8);

            JsonObject ours = JsonReader.read(body, FieldNames.NONE);

            assertSame(ours, JACKSON.readTree(body), "seed " + seed + ": " + json);
        }
    }

    @RepeatedTest(20)
    void brokenDocumentsAreRefusedOrReadAsJacksonReadsThem() {
        long seed = new Random().nextLong();
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] body = RandomJson.object(random, 3).getBytes(StandardCharsets.UTF_8);
            for (int k = random.nextInt(3); k >= 0; k--)
                body[random.nextInt(body.length)] = oddByte(random);
            JsonObject ours;
            try {
                ours = JsonReader.read(body, FieldNames.NONE);
            } catch (Denied refused) {
                continue;
            }
            String about = "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8);
            try {
                assertSame(ours, JACKSON.readTree(body), about);
            } catch (JacksonException refused) {
                throw new AssertionError("only Jackson refuses: " + about, refused);
            }
        }
    }

    @Test
    void quotedTextIsReadBackByJackson() {
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String text = RandomJson.text(random);

            assertThat(JACKSON.readTree(JsonText.quotedBytes(text)).asString()).isEqualTo(text);
        }
    }

    private static byte oddByte(RandomGenerator random) {
        byte[] odd = "{}[]:,\"\\u0e+-.\u0000\t a1".getBytes(StandardCharsets.UTF_8);
        return random.nextInt(4) == 0 ? (byte) random.nextInt(256) : odd[random.nextInt(odd.length)];
    }

    private static void assertSame(JsonValue ours, JsonNode theirs, String about) {
        switch (ours) {
            case JsonObject object -> {
                assertThat(theirs.isObject()).as(about).isTrue();
                assertThat(object.members().stream().map(member -> member.name().text()).toList())
                        .as(about)
                        .isEqualTo(theirs.propertyNames().stream().toList());
                for (Member member : object.members())
                    assertSame(member.value(), theirs.get(member.name().text()), about);
            }
            case JsonArray array -> {
                assertThat(theirs.isArray()).as(about).isTrue();
                assertThat(array.items()).as(about).hasSize(theirs.size());
                for (int i = 0; i < theirs.size(); i++)
                    assertSame(array.items().get(i), theirs.get(i), about);
            }
            case JsonString string ->
                assertThat(theirs.isString() ? theirs.asString() : null).as(about).isEqualTo(string.text());
            case JsonNumber number -> {
                assertThat(theirs.isNumber()).as(about).isTrue();
                assertThat(Double.parseDouble(number.text())).as(about).isEqualTo(theirs.asDouble());
            }
            case JsonLiteral word ->
                assertThat(theirs.isNull() ? "NULL" : theirs.isBoolean() ? (theirs.asBoolean() ? "TRUE" : "FALSE") : "")
                        .as(about)
                        .isEqualTo(word.literal().name());
        }
    }
}
