package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerEventTest {
    private static ServerEvent event(String json) {
        return event(json.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
    }

    private static ServerEvent event(byte[] json, int pieces) {
        return event(RealtimeForm.REALTIME, json, pieces);
    }

    private static ServerEvent event(SessionForm form, byte[] json, int pieces) {
        var scan = new ServerEventScan(form);
        for (int at = 0; at < json.length; at += Math.min(pieces, json.length - at))
            scan.see(json, at, Math.min(pieces, json.length - at));
        return scan.end();
    }

    private static void take(TurnMeter meter, String... events) {
        for (String each : events)
            meter.take(event(each));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            {"type":"response.done"} => ENDS
            {"a":{"type":"error"},"b":[{"type":"error"}],"type" : "response.created"} => BEGINS
            {"a":"\\"type\\":\\"error\\"","type":"response.audio.delta"} => SPEAKS
            {"a":"type","type":"response.function_call_arguments.delta"} => SAYS
            {"type":"conversation.item.input_audio_transcription.completed"} => TRANSCRIBES
            {"type":"session.created"} => OTHER
            {"type":{"type":"error"},"b":1} => OTHER
            {"type":7} => OTHER
            {"type":"error => OTHER
            {"type":"error","type":"second"} => FAILS
            ["type","error"] => OTHER
            {"t\\u0079pe":"error"} => OTHER
            {"a":"\\ => OTHER
            type => OTHER
            """)
    void whatItIsSaysTheTypeOfTheOutermostObject(String json, ServerEvent.Kind kind) {
        assertThat(event(json).kind()).isEqualTo(kind);
    }

    @Test
    void noBytesAreTooOddToBeLookedAt() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ServerEventTest seed " + seed);
        var random = new Random(seed);
        byte[] alphabet = "{}[]\"\\:, type\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 20_000 * Integer.getInteger("tokenward.rounds", 1); i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            for (int j = 0; j < bytes.length; j++)
                bytes[j] = alphabet[random.nextInt(alphabet.length)];
            ServerEvent event = event(bytes, 1 + random.nextInt(9));
            assertThat(event.responseId().length() + event.about().length()).isNotNegative();
            new TurnMeter(RealtimeForm.REALTIME).take(event);
        }
    }

    @Test
    void piecesMakeNoDifference() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("ServerEventTest seed " + seed);
        var random = new Random(seed);
        String json = "{\"a\":[{\"type\":\"inner\"},1,\"\\\"}\"],\"delta\":\"Two words\",\"response\":{\"x\":{\"id\":\"no\"},\"id\":\"resp_7\",\"usage\":"
                + "{\"input_tokens\":25,\"output_tokens\":5,\"input_token_details\":{\"cached_tokens\":4}}},\"error\":{\"event_id\":\"c1\"},\"type\":\"response.done\"}";
        for (int i = 0; i < 200; i++) {
            ServerEvent event = event(json.getBytes(StandardCharsets.UTF_8), 1 + random.nextInt(40));

            assertThat(event.kind()).isEqualTo(ServerEvent.Kind.ENDS);
            assertThat(event.responseId()).isEqualTo("resp_7");
            assertThat(event.about()).isEqualTo("c1");
            assertThat(event.said()).isPositive();
            assertThat(event.bytes()).isEqualTo(json.length());
            var meter = new TurnMeter(RealtimeForm.REALTIME);
            meter.take(event);
            assertThat(meter.usage()).contains(new Usage(25, 5, 4, 0, 0));
        }
    }

    @Test
    void whatIsFoundOfOneEventIsNotOfTheNext() {
        var scan = new ServerEventScan(RealtimeForm.REALTIME);
        byte[] cut = "{\"type\":\"error\",\"error\":{\"event_id\":\"c1".getBytes(StandardCharsets.UTF_8);
        scan.see(cut, 0, cut.length);
        assertThat(scan.end().kind()).isEqualTo(ServerEvent.Kind.FAILS);
        byte[] next = "{\"type\":\"x\",\"error\":{}}".getBytes(StandardCharsets.UTF_8);
        scan.see(next, 0, next.length);

        ServerEvent event = scan.end();

        assertThat(event.kind()).isEqualTo(ServerEvent.Kind.OTHER);
        assertThat(event.about()).isEmpty();
        assertThat(event.bytes()).isEqualTo(next.length);
    }

    @Test
    void aTranscriptionIsCountedByWhatItReports() {
        var meter = new TurnMeter(RealtimeForm.REALTIME);
        take(meter,
                "{\"type\":\"conversation.item.input_audio_transcription.completed\",\"transcript\":\"Hello.\",\"usage\":{\"type\":\"tokens\",\"input_tokens\":17,\"output_tokens\":9}}");

        assertThat(meter.usage()).contains(new Usage(17, 9));
        assertThat(meter.unreportedTokens()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            {"setupComplete":{}} => OTHER
            {"serverContent":{"modelTurn":{"parts":[{"text":"Rhine"}]}}} => SAYS_ON
            {"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"AAAA"}}]}}} => SPEAKS_ON
            {"toolCall":{"functionCalls":[{"name":"weather","args":{}}]}} => SAYS_ON
            {"serverContent":{"inputTranscription":{"text":"How long is it?"}}} => OTHER
            {"serverContent":{"outputTranscription":{"text":"Very long."}}} => SAYS_ON
            {"serverContent":{"inputTranscription":{"text":"How","x":[{"text":"long"}]},"modelTurn":{"parts":[{"text":"1"}]}}} => SAYS_ON
            {"serverContent":{"generationComplete":true}} => OTHER
            {"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":7,"responseTokenCount":5}} => COMPLETES
            {"serverContent":{"turnComplete":false}} => OTHER
            """)
    void geminiTellsItByTheMemberThatAMessageHas(String json, ServerEvent.Kind kind) {
        assertThat(event(LiveForm.LIVE, json.getBytes(StandardCharsets.UTF_8), 3).kind()).isEqualTo(kind);
    }

    @Test
    void whatTheCallerSpokeIsNoOutputOfGemini() {
        var meter = new TurnMeter(LiveForm.LIVE);
        for (String json : List.of(
                "{\"serverContent\":{\"inputTranscription\":{\"text\":\"How long is the river that runs through here?\"}}}",
                "{\"serverContent\":{\"inputTranscription\":{\"text\":\"How long\",\"finished\":true},\"modelTurn\":{\"parts\":[{\"text\":\"7\"}]}}}"))
            meter.take(event(LiveForm.LIVE, json.getBytes(StandardCharsets.UTF_8), 5));

        assertThat(meter.relayedTokens()).as("the 7").isEqualTo(1);
    }

    @Test
    void usageOfGeminiIsToldInItsOwnWords() {
        var meter = new TurnMeter(LiveForm.LIVE);
        byte[] json = "{\"serverContent\":{\"turnComplete\":true},\"usageMetadata\":{\"promptTokenCount\":20,\"cachedContentTokenCount\":6,\"responseTokenCount\":5,\"thoughtsTokenCount\":3,\"totalTokenCount\":28}}"
                .getBytes(StandardCharsets.UTF_8);
        meter.take(event(LiveForm.LIVE, json, 1000));

        assertThat(meter.usage()).contains(new Usage(20, 8, 6, 3, 0));
        assertThat(meter.finished()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", textBlock = """
            {"type":"session.created"} => OTHER
            {"type":"transcription.delta","delta":"Hello"} => SAYS_ON
            {"type":"transcription.done","text":"Hello","usage":{"prompt_tokens":9,"completion_tokens":1}} => COMPLETES
            {"type":"error","error":"no"} => FAILS
            """)
    void vllmTranscribes(String json, ServerEvent.Kind kind) {
        assertThat(event(HearingForm.TRANSCRIPTION, json.getBytes(StandardCharsets.UTF_8), 5).kind()).isEqualTo(kind);
    }

    @Test
    void aReportIsTakenFromTheEndAndNotFromWhatIsSaid() {
        var meter = new TurnMeter(RealtimeForm.REALTIME);
        take(meter, "{\"type\":\"response.output_text.delta\",\"delta\":\"Seven words are more than two tokens\"}");
        assertThat(meter.usage()).isEmpty();
        assertThat(meter.relayedTokens()).isBetween(7L, 20L);
        take(meter,
                "{\"type\":\"response.done\",\"response\":{\"output\":[{\"text\":\"\\\"usage\\\":{\\\"input_tokens\\\":9}\"}],\"usage\":{\"total_tokens\":30,\"input_tokens\":25,\"output_tokens\":5,\"input_token_details\":{\"text_tokens\":25}}}}");

        assertThat(meter.usage()).contains(new Usage(25, 5));
        assertThat(meter.unreportedTokens()).isZero();
        assertThat(meter.finished()).isTrue();
    }

    @Test
    void speechIsCountedByItsLength() {
        var meter = new TurnMeter(RealtimeForm.REALTIME);
        take(meter, "{\"type\":\"response.output_audio.delta\",\"delta\":\"" + "A".repeat(64_000) + "\"}");

        assertThat(meter.relayedTokens()).isBetween(20L, 22L);
    }
}
