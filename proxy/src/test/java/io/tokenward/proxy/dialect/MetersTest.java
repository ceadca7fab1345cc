package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class MetersTest {
    private static void see(UsageMeter meter, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        meter.observe(bytes, 0, bytes.length);
    }

    @Test
    void usageAtTheEndOfALongAnswerIsFound() {
        var meter = TestMeters.plain("openai");
        see(meter, "{\"choices\":[{\"message\":{\"content\":\"");
        for (int i = 0; i < 200; i++)
            see(meter, "word ".repeat(1000));
        see(meter, "\"}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":200000}}");

        assertThat(meter.usage()).contains(new Usage(7, 200_000));
        assertThat(meter.relayedTokens()).isBetween(200_000L, 300_000L);
        assertThat(meter.finished()).isTrue();
    }

    @Test
    void oneHugeChunkIsNoTrouble() {
        var meter = TestMeters.plain("openai");
        see(meter, "{\"content\":\"" + "a ".repeat(500_000)
                + "\",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}");

        assertThat(meter.usage()).contains(new Usage(7, 1));
    }

    @Test
    void anEndlessLineIsPassedOver() {
        var meter = TestMeters.streamed("openai");
        see(meter, "data: {\"x\":\"" + "y".repeat(600_000)
                + "\",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n\n");
        see(meter, "data: {\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3}}\n\n");

        assertThat(meter.usage()).contains(new Usage(2, 3));
        assertThat(meter.finished()).isFalse();
    }

    @Test
    void aModelCannotReportUsageNorTheEnd() {
        var meter = TestMeters.streamed("openai");
        see(meter,
                "data: {\"choices\":[{\"delta\":{\"content\":\"\\ndata: [DONE]\\n\\\"usage\\\":{\\\"prompt_tokens\\\":0}\"}}]}\n\n");
        see(meter, ": \"usage\":{\"prompt_tokens\":0,\"completion_tokens\":0}\n\n");

        assertThat(meter.usage()).isEmpty();
        assertThat(meter.finished()).isFalse();
    }

    @Test
    void usageThatIsNoUsageIsIgnored() {
        for (String odd : new String[]{"null", "{}", "{\"prompt_tokens\":-1}", "{\"prompt_tokens\":\"5\"}",
                "{\"prompt_tokens\":1e9}",
                "{\"prompt_tokens\":99999999999999999999}", "{\"prompt_tokens\":1]", "[1]"}) {
            var meter = TestMeters.streamed("openai");
            see(meter, "data: {\"usage\":" + odd + "}\n\n");

            assertThat(meter.usage()).as(odd).isEmpty();
        }
    }

    @Test
    void onlySoManyObjectsOfThatNameAreLookedInto() {
        String report = "data: {\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":3}";
        String open = ",\"usage\":{";

        var few = TestMeters.streamed("openai");
        see(few, report + open.repeat(UsageReport.MOST - 1) + "\n");
        assertThat(few.usage()).contains(new Usage(2, 3));

        var many = TestMeters.streamed("openai");
        see(many, report + open.repeat(UsageReport.MOST) + "\n");
        assertThat(many.usage()).isEmpty();
    }

    @Test
    void everyDeltaIsATokenAtLeast() {
        var meter = TestMeters.streamed("openai");
        for (int i = 0; i < 100; i++)
            see(meter, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");

        assertThat(meter.relayedTokens()).isEqualTo(100);
    }

    @Test
    void whatWentBySinceTheLastReportIsUnreported() {
        var meter = TestMeters.streamed("anthropic");
        String delta = "event: content_block_delta\ndata: {\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n";
        see(meter, "event: message_start\ndata: {\"message\":{\"content\":[],\"usage\":{\"input_tokens\":9,"
                + "\"output_tokens\":1}}}\n\n");
        assertThat(meter.unreportedTokens()).isZero();

        see(meter, delta.repeat(5));
        assertThat(meter.unreportedTokens()).isEqualTo(5);

        see(meter, "event: message_delta\ndata: {\"usage\":{\"output_tokens\":6}}\n\n");
        assertThat(meter.usage()).contains(new Usage(9, 6));
        assertThat(meter.unreportedTokens()).isZero();
    }

    @Test
    void withoutAReportAllIsUnreported() {
        var stream = TestMeters.streamed("openai");
        var plain = TestMeters.plain("openai");
        see(stream, "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
        see(plain, "{\"choices\":[{\"message\":{\"content\":\"a\"}}]");
        assertThat(stream.unreportedTokens()).isEqualTo(1);
        assertThat(plain.unreportedTokens()).isEqualTo(1);

        see(plain, ",\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}");
        assertThat(plain.unreportedTokens()).isZero();
    }
}
