package io.tokenward.proxy.dialect;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

import io.tokenward.proxy.dialect.json.JsonText;
import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.SpentRate;

/** How a provider words its errors, so that its SDKs raise the exception their users know. Stateless and thread-safe. */
abstract class ErrorForm {
    private final String referenceField;
    private final RateFields rates;

    /** A form whose responses carry the reference in that header field, and tell no rates. */
    ErrorForm(String referenceField) {
        this(referenceField, RateFields.NONE);
    }

    /** A form whose responses carry the reference in that header field. */
    ErrorForm(String referenceField, RateFields rates) {
        this.referenceField = referenceField;
        this.rates = rates;
    }

    /** The error as the body of a response, a JSON object in one line. */
    abstract String json(Denied denied, String reference);

    /** Further header fields of the response. */
    void addHeaders(Map<String, String> headers, Denied denied) {}

    final ErrorBody body(Denied denied, String reference) {
        Map<String, String> headers = RetryAdvice.headers(denied);
        headers.put(referenceField, reference);
        if (denied.rate() instanceof SpentRate rate) rates.add(headers, rate, Clock.systemUTC());
        addHeaders(headers, denied);
        byte[] body = json(denied, reference).getBytes(StandardCharsets.UTF_8);
        return new ErrorBody(denied.problem().status(), "application/json", headers, body);
    }

    /** The error as the last event of a stream that has begun. */
    byte[] inStream(Answer.Frames frames, Denied denied, String reference) {
        String json = json(denied, reference);
        String event = switch (frames) {
            case DATA -> "data: " + json + "\n\n";
            case NAMED -> "event: error\ndata: " + json + "\n\n";
            case LINES, AMAZON -> json + "\n";
            case MESSAGES -> json;
        };
        return event.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The error as an event of a session (OpenAI, "Realtime server events").
     *
     * @param event id that the client gave the event at fault, or empty
     */
    final byte[] inSession(Denied denied, String reference, String event) {
        String param = denied.param().isEmpty() ? "null" : JsonText.quote(denied.param());
        String type = switch (denied.problem().fault()) {
            case CLIENT, POLICY -> "invalid_request_error";
            case PROXY, UPSTREAM -> "server_error";
        };
        String json = "{\"type\":\"error\"," + member("event_id", "event_" + reference) + ",\"error\":{"
                + member("type", type) + ',' + member("code", denied.problem().code()) + ','
                + member("message", text(denied, reference)) + ",\"param\":" + param + ",\"event_id\":"
                + (event.isEmpty() ? "null" : JsonText.quote(event)) + "}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** What the caller may read, with the reference for whoever reads the log. */
    static String text(Denied denied, String reference) {
        return denied.publicText() + " Reference " + reference + ".";
    }

    /** The same for forms that have no member for the place of the fault. */
    static String placedText(Denied denied, String reference) {
        return (denied.param().isEmpty() ? "" : denied.param() + ": ") + text(denied, reference);
    }

    /** {@code "name":"value"}. */
    static String member(String name, String value) {
        return JsonText.quote(name) + ':' + JsonText.quote(value);
    }
}
