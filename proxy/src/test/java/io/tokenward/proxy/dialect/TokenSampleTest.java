package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class TokenSampleTest {
    private static final String[] WORDS = ("the of and a to in is you that it he was for on are as with his they at be this have from "
            + "or one had by word but not what all were we when your can said there use an each which she do how their if will up "
            + "other about out many then them these so some her would make like him into time has look two more write go see")
            .split(" ");

    @Test
    void aShortRequestIsCountedAsAWhole() throws Denied {
        JsonString string = string(prose(new Random(1), 10_000));

        assertThat(new TokenSample(12_000).of(string)).isEqualTo(TokenEstimate.of(string));
    }

    @Test
    void aSampleOfEverydayTextIsNearTheWhole() throws Denied {
        near("prose", size -> prose(new Random(2), size));
        near("Chinese", size -> "\u4eca\u5929\u7684\u5929\u6c14\u5f88\u597d\uff0c\u6211\u4eec\u53bb\u516c\u56ed\u3002"
                .repeat(size / 42));
        near("code", size -> "for (int i = 0; i < rows.size(); i++) {\n\tsum += rows.get(i).value();\n}\n"
                .repeat(size / 75));
        near("escapes", size -> "\n\t\"quoted\" \\ ".repeat(size / 20));
        near("emoji", size -> "\ud83d\ude00 ok ".repeat(size / 9));
    }

    /** What is dense in a few places only, or at any period, is met in proportion: the mean of many estimates is the whole. */
    @Test
    void noPeriodHidesDenseText() throws Denied {
        for (int period : new int[]{256, 512, 1024, 2048}) {
            String thin = "e".repeat(5) + " ";
            String piece = "#".repeat(period / 4) + thin.repeat((period - period / 4) / 6);
            JsonString string = string(piece.repeat(200_000 / piece.length()));
            double sum = 0;
            for (int seed = 1; seed <= 50; seed++)
                sum += new TokenSample(200_000, seed * 7919L).of(string);

            assertThat(sum / 50 / TokenEstimate.of(string)).as("period " + period).isBetween(0.95, 1.15);
        }
    }

    /** Never outside the string, wherever a sample falls; the strings around it are of another kind. */
    @Test
    void samplesStayWithinTheString() throws Denied {
        long seed = Long.getLong("seed", System.nanoTime());
        var random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int size = 16_384 + random.nextInt(40_000);
            String inner = "\u4f60\ud83d\ude00a\n".repeat(size / 12);
            byte[] body = ("{\"a\":" + JsonText.quote(inner) + "}").getBytes(StandardCharsets.UTF_8);
            var string = (JsonString) JsonReader.read(body, FieldNames.NONE).members().getFirst().value();

            long estimate = new TokenSample(body.length).of(string);

            assertThat((double) estimate / TokenEstimate.of(string)).as("seed " + seed).isBetween(0.9, 1.2);
        }
    }

    private static void near(String name, IntFunction<String> text) throws Denied {
        for (int size : new int[]{20_000, 130_000, 400_000}) {
            JsonString string = string(text.apply(size));
            double whole = TokenEstimate.of(string);
            for (int seed = 1; seed <= 20; seed++)
                assertThat(new TokenSample(size, seed * 104_729L).of(string) / whole).as(name + " " + size + " " + seed)
                        .isBetween(0.9, 1.2);
        }
    }

    private static String prose(Random random, int size) {
        var out = new StringBuilder();
        while (out.length() < size)
            out.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(12) == 0 ? ". " : " ");
        return out.toString();
    }

    private static JsonString string(String text) throws Denied {
        byte[] body = ("{\"a\":" + JsonText.quote(text) + "}").getBytes(StandardCharsets.UTF_8);
        return (JsonString) JsonReader.read(body, FieldNames.NONE).members().getFirst().value();
    }
}
