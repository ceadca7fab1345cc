package io.tokenward.proxy.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.tokenward.detectors.Passage;
import io.tokenward.detectors.Role;
import io.tokenward.detectors.Span;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of requests: each line is read as what it will be asked as. */
class BatchLinesTest {
    private static final Dialect OPENAI = Dialects.named("openai").orElseThrow();
    private static final Operation UPLOAD = OPENAI.operation("POST", "/v1/files").orElseThrow().withBoundary("b");
    private static final String CHAT = "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"Be kind.\"},{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private static String line(String id, String url, String body) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":" + body + "}";
    }

    private static String chat(String id) {
        return line(id, "/v1/chat/completions", CHAT);
    }

    private static byte[] form(String purpose, String content, boolean purposeFirst) {
        String field = "--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n" + purpose + "\r\n";
        String file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jsonl\"\r\n\r\n" + content
                + "\r\n";
        return ((purposeFirst ? field + file : file + field) + "--b--\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static ModelCall read(String content) throws Denied {
        return OPENAI.read(UPLOAD, form("batch", content, true));
    }

    private static Denied refused(String content) {
        return catchThrowableOfType(Denied.class, () -> read(content));
    }

    @Test
    void eachLineHasItsNumberAndItsRoles() throws Denied {
        ModelCall call = read(
                chat("a") + "\r\n\n" + line("b", "/v1/embeddings", "{\"model\":\"e\",\"input\":\"Rain\"}"));

        assertThat(call.models()).containsExactly("m", "e");
        assertThat(call.prompt().passages()).contains(new Passage("a", Role.USER, "/file/1/custom_id"),
                new Passage("Be kind.", Role.SYSTEM, "/file/1/body/messages/0/content"),
                new Passage("Hello", Role.USER, "/file/1/body/messages/1/content"),
                new Passage("Rain", Role.USER, "/file/3/body/input"));
        assertThat(call.param("/file/3/body/input")).isEqualTo("file[3].body.input");
    }

    @Test
    void thePurposeCountsWhereverItStands() throws Denied {
        assertThat(OPENAI.read(UPLOAD, form("batch", chat("a"), false)).models()).containsExactly("m");
        assertThat(OPENAI.read(UPLOAD, form(" Batch", chat("a"), false)).models()).containsExactly("m");
        assertThat(OPENAI.read(UPLOAD, form("assistants", chat("a"), true)).models()).isEmpty();
    }

    /** What a request holds is found in a batch as it is found alone. */
    @ParameterizedTest
    @MethodSource("samples")
    void aLineIsReadAsTheRequestItIs(SampleRequest sample) throws Denied {
        ModelCall alone = sample.spoken().read(sample.operation(), sample.body().getBytes(StandardCharsets.UTF_8));
        ModelCall call = read(chat("first") + "\n" + line("x", sample.path(), sample.body().replace("\n", " ")));

        assertThat(call.prompt().passages()).containsAll(alone.prompt()
                .passages()
                .stream()
                .map(passage -> new Passage(passage.text(), passage.role(), "/file/2/body" + passage.pointer()))
                .toList());
        assertThat(call.models()).containsAll(alone.models());
        assertThat(call.opaque().kinds()).isEqualTo(alone.opaque().kinds());
    }

    static List<SampleRequest> samples() {
        return SampleRequests.all()
                .filter(sample -> sample.dialect().equals("openai") && sample.operation().gate().isEmpty()
                        && !sample.operation().session())
                .toList();
    }

    @Test
    void onlyTheStringIsRewritten() throws Denied {
        ModelCall call = read(chat("a") + "\n" + chat("b"));
        List<Passage> passages = call.prompt().passages();
        List<Replacement> replacements = new ArrayList<>();
        for (int i = 0; i < passages.size(); i++)
            if (passages.get(i).pointer().equals("/file/2/body/messages/1/content"))
                replacements.add(new Replacement(i, new Span(0, 5), "A \"word\"\n"));

        String before = new String(call.body(), StandardCharsets.UTF_8);
        int second = before.lastIndexOf("\"Hello\"");
        assertThat(new String(call.rewrite(replacements), StandardCharsets.UTF_8))
                .isEqualTo(before.substring(0, second) + "\"A \\\"word\\\"\\n\"" + before.substring(second + 7));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            no JSON => file[2] => Line 2 of the batch: The request body is not acceptable at byte 0: no object begins here
            [] => file[2] => no object begins here
            {"custom_id":"x","method":"POST","url":"/v1/chat/completions"} => file[2].body => must have a body
            {"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":"{}"} => file[2].body => must have a body
            {"custom_id":"x","method":"GET","url":"/v1/chat/completions","body":{}} => file[2].method => must be "POST"
            {"custom_id":"x","method":"POST","url":"/v1/models","body":{}} => file[2].url => none whose requests are screened
            {"custom_id":"x","method":"POST","url":"/v1/files","body":{}} => file[2].url => none whose requests are screened
            {"custom_id":"x","method":"POST","url":"/v1/conversations","body":{}} => file[2].url => none whose requests are screened
            {"custom_id":"x","method":"POST","url":"/v1/audio/translations","body":{}} => file[2].url => none whose requests are screened
            {"custom_id":"x","method":"POST","url":"https://a/v1/chat/completions","body":{}} => file[2].url => none whose requests are screened
            {"custom_id":"x","method":"POST","URL":"/v1/chat/completions","body":{}} => file[2].URL => some servers take for "url"
            {"custom_id":"x","method":"POST","url":"/v1/embeddings","url":"/v1/chat/completions","body":{}} => file[2].url => already has
            {"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":{"messages":[]}} => file[2].body.model => the model must be named
            {"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[1]}} => file[2].body.messages[0] => a message must be an object
            {"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":{"model":"m","Messages":[]}} => file[2].body.Messages => some servers take for "messages"
            """)
    void aLineThatIsNoRequestIsRefusedWithItsNumber(String line, String param, String text) {
        Denied denied = refused(chat("a") + "\n" + line + "\n" + chat("b"));

        assertThat(denied.problem()).isEqualTo(Problem.BAD_BODY);
        assertThat(denied.publicText()).startsWith("Line 2 of the batch: ").contains(text);
        assertThat(denied.param()).isEqualTo(param);
    }

    @Test
    void aCrThatEndsNoLineIsRefused() {
        assertThat(refused(chat("a") + "\r" + chat("b")).publicText()).contains("Line 1").contains("a CR in the line");
    }

    @Test
    void aBatchOfNothingIsRefused() {
        assertThat(refused("\n \n").publicText()).contains("a batch without a request");
    }

    @Test
    void linesAreBounded() {
        String line = line("", "/v1/embeddings", "{\"model\":\"m\",\"input\":\"\"}") + "\n";

        assertThat(refused(line.repeat(BatchLines.MOST_LINES + 1)).publicText())
                .startsWith("Line " + (BatchLines.MOST_LINES + 1) + " ")
                .contains("split the file");
    }

    @Test
    void textsOfAllLinesAreBounded() {
        String many = "{\"model\":\"m\",\"input\":[" + "\"\",".repeat(99_999) + "\"\"]}";
        String line = line("", "/v1/embeddings", many) + "\n";

        assertThat(refused(line.repeat(6)).publicText()).startsWith("Line 5 ").contains("texts in the file");
    }
}
