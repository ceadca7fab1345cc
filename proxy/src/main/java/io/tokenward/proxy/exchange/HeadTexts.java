package io.tokenward.proxy.exchange;

import io.netty.handler.codec.http.HttpHeaders;
import io.tokenward.proxy.admission.Admission;
import io.tokenward.proxy.admission.HeaderField;
import io.tokenward.proxy.admission.Ticket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What of a request's head the caller wrote and the upstream will read. */
final class HeadTexts {
    /** Shorter values hold no secret that could be told from a word. */
    private static final int SHORTEST = 12;
    /** Fields whose names say that they carry a credential are meant for the upstream, or for a gateway before it. */
    private static final List<String> CREDENTIAL_WORDS = List.of("key", "token", "auth", "secret", "cookie",
            "signature", "credential", "password");
    private static final int MOST_ID_DIGITS = 32;
    /** The same field sent in pieces. */
    private static final String PIECES = ", ";

    private HeadTexts() {}

    /** The fields to screen with the body; none where the ticket's policy screens nothing. */
    static List<HeaderField> of(Exchange exchange, Ticket ticket) {
        if (!Admission.screens(ticket)) return List.of();
        Map<String, String> values = new LinkedHashMap<>();
        for (var each = exchange.request.headers().iteratorCharSequence(); each.hasNext();) {
            Map.Entry<CharSequence, CharSequence> entry = each.next();
            if (!Heads.passes(entry.getKey()) || Handshake.owns(entry.getKey())) continue;
            String name = entry.getKey().toString().toLowerCase(Locale.ROOT);
            if (!forCredentials(name)) values.merge(name, entry.getValue().toString(), (a, b) -> a + PIECES + b);
        }
        List<HeaderField> fields = new ArrayList<>(values.size());
        values.forEach((name, value) -> {
            if (value.length() >= SHORTEST && !isId(value)) fields.add(new HeaderField(name, value));
        });
        if (exchange.handshake != null) fields.addAll(exchange.handshake.texts());
        String target = ticket.match().upstreamPath();
        int query = target.indexOf('?');
        if (query >= 0) {
            String sent = QueryCredential.without(target.substring(query),
                    ticket.match().dialect().credentialParameter());
            if (sent.length() >= SHORTEST) fields.add(new HeaderField(HeaderField.TARGET, sent));
        }
        return fields;
    }

    /** Sends the fields with the values that were screened, if they are others than those received. */
    static void write(List<HeaderField> fields, HttpHeaders sent) {
        for (HeaderField field : fields) {
            if (field.name().equals(HeaderField.TARGET)) continue;
            List<String> values = sent.getAll(field.name());
            if (!values.isEmpty() && !String.join(PIECES, values).equals(field.value()))
                sent.set(field.name(), field.value());
        }
    }

    /** Ids of requests and traces: groups of at most 32 hexadecimal digits, other ones every time. */
    private static boolean isId(String value) {
        int digits = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '-') digits = 0;
            else if (Character.digit(c, 16) < 0 || c > 'f' || ++digits > MOST_ID_DIGITS) return false;
        }
        return true;
    }

    private static boolean forCredentials(String name) {
        for (String word : CREDENTIAL_WORDS)
            if (name.contains(word)) return true;
        return false;
    }
}
