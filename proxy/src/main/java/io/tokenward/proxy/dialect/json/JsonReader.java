package io.tokenward.proxy.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.tokenward.proxy.dialect.json.JsonValue.JsonArray;
import io.tokenward.proxy.dialect.json.JsonValue.JsonLiteral;
import io.tokenward.proxy.dialect.json.JsonValue.JsonNumber;
import io.tokenward.proxy.dialect.json.JsonValue.JsonObject;
import io.tokenward.proxy.dialect.json.JsonValue.Literal;
import io.tokenward.proxy.dialect.json.JsonValue.Member;
import io.tokenward.proxy.problem.Denied;

/**
 * Reads one JSON object (RFC 8259) in one pass over its bytes and refuses whatever two readers could understand in two
 * ways: ill-formed or disguised UTF-8, a byte order mark, lone surrogates, names that are equal or nearly so, anything
 * after the object, excessive depth or width. One use per instance; not thread-safe.
 */
public final class JsonReader {
    /** Objects and arrays within each other. */
    public static final int MAX_DEPTH = 64;
    /** Members of one object. */
    public static final int MAX_MEMBERS = 10_000;
    /** Bytes of one number. */
    public static final int MAX_NUMBER = 64;
    /** UTF-16 units of a member's name; normalising longer ones could take quadratic time. */
    public static final int MAX_NAME = 1024;
    /** Values of a document, which bounds the memory of one. */
    public static final int MAX_VALUES = 500_000;

    private final byte[] body;
    private final FieldNames names;
    private final JsonTrail trail = new JsonTrail(MAX_DEPTH);
    private final StringScanner strings;
    private int at;
    private int values;

    private JsonReader(byte[] body, FieldNames names) {
        this.body = body;
        this.names = names;
        this.strings = new StringScanner(body);
    }

    /**
     * The object that the bytes are.
     *
     * @throws Denied {@link io.tokenward.proxy.problem.Problem#BAD_BODY} with place and mend
     */
    public static JsonObject read(byte[] body, FieldNames names) throws Denied {
        return new JsonReader(body, names).document();
    }

    private JsonObject document() throws Denied {
        if (body.length == 0) throw denied("the body is empty", "send a JSON object");
        if (body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF) {
            throw denied("a byte order mark", "send UTF-8 without one");
        }
        space();
        if (at >= body.length || body[at] != '{') throw denied("no object begins here", "send a JSON object in UTF-8");
        JsonObject object = object(false);
        space();
        if (at < body.length)
            throw denied("bytes after the end of the object", "send one JSON object and nothing else");
        return object;
    }

    private JsonValue value(boolean freeForm) throws Denied {
        if (++values > MAX_VALUES) throw denied("more than " + MAX_VALUES + " values", "split the request");
        if (at >= body.length) throw cut();
        return switch (body[at]) {
            case '{' -> object(freeForm);
            case '[' -> array(freeForm);
            case '"' -> string();
            case 't' -> literal("true", Literal.TRUE);
            case 'f' -> literal("false", Literal.FALSE);
            case 'n' -> literal("null", Literal.NULL);
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            default -> throw denied("no JSON value begins here", "write strict JSON (RFC 8259)");
        };
    }

    private JsonObject object(boolean freeForm) throws Denied {
        int start = at++;
        enter();
        List<Member> members = new ArrayList<>();
        var folded = new SeenNames();
        space();
        if (!skip('}')) {
            do {
                space();
                if (at >= body.length) throw cut();
                if (body[at] != '"')
                    throw denied("a member's name must stand here", "quote names, and end no list with a comma");
                int nameAt = at;
                JsonString name = name();
                trail.name(name.text());
                check(name.text(), folded, freeForm, nameAt);
                space();
                if (!skip(':'))
                    throw at >= body.length ? cut() : denied("a colon must stand here", "write \"name\": value");
                space();
                members.add(new Member(name, value(freeForm || names.freeForm().contains(name.text()))));
                space();
            } while (skip(','));
            if (!skip('}'))
                throw at >= body.length ? cut() : denied("the object must go on or end here", "write , or }");
        }
        trail.leave();
        return new JsonObject(members, start, at);
    }

    private JsonArray array(boolean freeForm) throws Denied {
        int start = at++;
        enter();
        List<JsonValue> items = new ArrayList<>();
        space();
        if (!skip(']')) {
            do {
                trail.index(items.size());
                space();
                items.add(value(freeForm));
                space();
            } while (skip(','));
            if (!skip(']'))
                throw at >= body.length ? cut() : denied("the array must go on or end here", "write , or ]");
        }
        trail.leave();
        return new JsonArray(items, start, at);
    }

    private void enter() throws Denied {
        if (!trail.enter()) throw denied("nested deeper than " + MAX_DEPTH, "flatten the request");
    }

    private void check(String name, SeenNames seen, boolean freeForm, int nameAt) throws Denied {
        if (name.length() > MAX_NAME) throw deniedAt(nameAt, "a name longer than " + MAX_NAME, "shorten it");
        String folded = freeForm ? FieldNames.fold(name) : names.key(name);
        if (!freeForm && names.nearlyKnown(name, folded)) {
            throw deniedAt(nameAt, "a name that some servers take for \"" + names.meant(folded) + "\"",
                    "spell it so, or name it otherwise");
        }
        if (!seen.add(folded)) {
            throw deniedAt(nameAt, "a name that this object already has, perhaps in other letters",
                    "give every name once");
        }
        if (seen.size() > MAX_MEMBERS)
            throw deniedAt(nameAt, "more than " + MAX_MEMBERS + " members", "split the object");
    }

    private JsonString string() throws Denied {
        int start = at;
        String wrong = strings.scan(start);
        at = strings.end();
        if (wrong != null) throw denied(wrong, strings.mend());
        return new JsonString(body, start, at, strings.spelling());
    }

    /** A member's name; of those that are known there is one text for all requests. */
    private JsonString name() throws Denied {
        JsonString name = string();
        return name.known(names.canonical(body, name.start() + 1, name.end() - 1));
    }

    private JsonNumber number() throws Denied {
        int start = at;
        if (body[at] == '-') at++;
        if (at < body.length && body[at] == '0') {
            at++;
        } else {
            digits();
        }
        if (at < body.length && body[at] == '.') {
            at++;
            digits();
        }
        if (at < body.length && (body[at] == 'e' || body[at] == 'E')) {
            at++;
            if (at < body.length && (body[at] == '+' || body[at] == '-')) at++;
            digits();
        }
        if (at - start > MAX_NUMBER)
            throw deniedAt(start, "a number longer than " + MAX_NUMBER + " characters", "shorten it");
        return new JsonNumber(new String(body, start, at - start, StandardCharsets.ISO_8859_1), start, at);
    }

    private void digits() throws Denied {
        int start = at;
        while (at < body.length && body[at] >= '0' && body[at] <= '9')
            at++;
        if (at == start)
            throw at >= body.length ? cut() : denied("a digit must stand here", "write numbers as RFC 8259 does");
    }

    private JsonLiteral literal(String word, Literal literal) throws Denied {
        int start = at;
        for (int i = 0; i < word.length(); i++, at++) {
            if (at >= body.length) throw cut();
            if (body[at] != word.charAt(i)) throw denied("no JSON value", "write true, false or null");
        }
        return new JsonLiteral(literal, start, at);
    }

    private void space() {
        while (at < body.length && (body[at] == ' ' || body[at] == '\n' || body[at] == '\r' || body[at] == '\t'))
            at++;
    }

    private boolean skip(char c) {
        if (at >= body.length || body[at] != c) return false;
        at++;
        return true;
    }

    private Denied cut() {
        return denied("the body ends in the middle", "send all of it");
    }

    private Denied denied(String what, String mend) {
        return deniedAt(at, what, mend);
    }

    private Denied deniedAt(int offset, String what, String mend) {
        return BadBody.at(trail.pointer(), offset, what, mend);
    }
}
