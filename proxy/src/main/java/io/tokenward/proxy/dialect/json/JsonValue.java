package io.tokenward.proxy.dialect.json;

import java.util.List;
import java.util.Optional;

/** A value with its place in the body: {@link #start} is the first byte of its token, {@link #end} one past the last. */
public sealed interface JsonValue
        permits JsonValue.JsonObject, JsonValue.JsonArray, JsonString, JsonValue.JsonNumber, JsonValue.JsonLiteral {
    /** Offset of the first byte. */
    int start();

    /** Offset after the last byte. */
    int end();

    /** An object; members in the order of the body, no name twice. */
    record JsonObject(List<Member> members, int start, int end) implements JsonValue {
        public JsonObject {
            members = List.copyOf(members);
        }

        /** The value of that name; JSON {@code null} counts as absent, as it does for every endpoint we know. */
        public Optional<JsonValue> get(String name) {
            for (int i = 0; i < members.size(); i++) {
                Member member = members.get(i);
                if (!member.name().text().equals(name)) continue;
                boolean none = member.value() instanceof JsonLiteral word && word.literal() == Literal.NULL;
                return none ? Optional.empty() : Optional.of(member.value());
            }
            return Optional.empty();
        }
    }

    /** One name and its value. */
    record Member(JsonString name, JsonValue value) {}

    /** An array. */
    record JsonArray(List<JsonValue> items, int start, int end) implements JsonValue {
        public JsonArray {
            items = List.copyOf(items);
        }
    }

    /** A number as it was spelled. */
    record JsonNumber(String text, int start, int end) implements JsonValue {}

    /** {@code true}, {@code false} or {@code null}. */
    record JsonLiteral(Literal literal, int start, int end) implements JsonValue {}

    /** The three words of JSON. */
    enum Literal {
        TRUE, FALSE, NULL
    }
}
