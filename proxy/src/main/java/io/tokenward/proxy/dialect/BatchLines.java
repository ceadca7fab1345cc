package io.tokenward.proxy.dialect;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.dialect.json.FieldNames;
import io.tokenward.proxy.dialect.json.JsonPath;
import io.tokenward.proxy.dialect.json.JsonReader;
import io.tokenward.proxy.dialect.json.JsonString;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.problem.Denied;

/**
 * Reads a file of requests, one JSON object a line (OpenAI, "Batch API"): each line is read as a request to the path that its
 * {@code url} names, with the roles that it has there. One use; not thread-safe.
 */
final class BatchLines {
    /** As many requests as the API takes in one file. */
    static final int MOST_LINES = 50_000;
    /** Texts of all lines together, which bounds the memory of a file. */
    static final int MOST_TEXTS = 500_000;

    private static final FieldNames ENVELOPE = new VocabularyBuilder().fields("custom_id", "method", "url", "body")
            .freeForm("body")
            .names();

    private final Endpoints endpoints;
    private final byte[] body;
    private final JsonPath path;
    private final Consumer<Line> found;
    private int lines;
    private int texts;

    /**
     * A request of the file.
     *
     * @param call as it is read alone
     * @param offset of its first byte in the body
     */
    record Line(ModelCall call, int offset) {}

    /** @param path of the file */
    BatchLines(Endpoints endpoints, byte[] body, JsonPath path, Consumer<Line> found) {
        this.endpoints = endpoints;
        this.body = body;
        this.path = path;
        this.found = found;
    }

    /** Reads a part of the body; the first line is line 1. */
    void read(int start, int end) throws Denied {
        int from = start;
        int number = 0;
        while (from < end) {
            int stop = from;
            while (stop < end && body[stop] != '\n')
                stop++;
            int last = stop > from && stop < end && body[stop - 1] == '\r' ? stop - 1 : stop;
            number++;
            if (!blank(from, last)) line(number, from, last);
            from = stop + 1;
        }
        if (lines == 0) throw BadBody.at(path.pointer(), start, "a batch without a request", "send a line for each");
    }

    private boolean blank(int from, int to) {
        for (int i = from; i < to; i++)
            if (body[i] != ' ' && body[i] != '\t') return false;
        return true;
    }

    private void line(int number, int from, int to) throws Denied {
        JsonPath place = path.item(number);
        try {
            if (++lines > MOST_LINES)
                throw BadBody.at("", 0, "more than " + MOST_LINES + " requests", "split the file");
            // Some readers end lines there: what they find is another file.
            for (int i = from; i < to; i++)
                if (body[i] == '\r') throw BadBody.at("", i - from, "a CR in the line", "end lines with LF");
            byte[] line = Arrays.copyOfRange(body, from, to);
            ModelCall call = request(line, place);
            texts += call.texts().size();
            if (texts > MOST_TEXTS)
                throw BadBody.at("", 0, "more than " + MOST_TEXTS + " texts in the file", "split the file");
            found.accept(new Line(call, from));
        } catch (Denied wrong) {
            throw inLine(number, place, wrong);
        }
    }

    private static Denied inLine(int number, JsonPath place, Denied wrong) {
        String own = BadBody.param(place.pointer());
        String param = wrong.param();
        String joined = param.startsWith(own)
                ? param
                : own + (param.isEmpty() || param.startsWith("[") ? "" : ".") + param;
        return wrong.problem().denied("Line " + number + " of the batch: " + wrong.publicText()).at(joined);
    }

    private ModelCall request(byte[] line, JsonPath place) throws Denied {
        JsonObject envelope = JsonReader.read(line, ENVELOPE);
        if (!text(envelope, "method").equals("POST"))
            throw wrong(envelope, place, "method", "the method of a request must be \"POST\"", "write it so");
        Optional<Endpoint> endpoint = endpoints.find("POST", text(envelope, "url")).map(endpoints::of);
        Shape shape = endpoint.map(Endpoint::shape).orElse(null);
        if (endpoint.isEmpty() || shape == null || endpoint.get().operation().gate().isPresent()
                || endpoint.get().operation().content() != Operation.Content.JSON)
            throw wrong(envelope, place, "url", "the url is none whose requests are screened",
                    "name a path such as /v1/chat/completions");
        if (!(envelope.get("body").orElse(null) instanceof JsonObject))
            throw wrong(envelope, place, "body", "a request of a batch must have a body", "send an object");
        return PromptReader.readLine(line, shape, endpoint.get().operation(), place);
    }

    private static String text(JsonObject envelope, String name) {
        return envelope.get(name).orElse(null) instanceof JsonString string ? string.text() : "";
    }

    private static Denied wrong(JsonObject envelope, JsonPath place, String name, String what, String mend) {
        return BadBody.at(place.member(name).pointer(), envelope.start(), what, mend);
    }
}
