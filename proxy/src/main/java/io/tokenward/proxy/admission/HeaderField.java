package io.tokenward.proxy.admission;

import static java.util.Objects.requireNonNull;

/**
 * A field of a request's head that goes to the upstream as the caller sent it.
 *
 * @param name in lower case; {@link #TARGET} for what the request line says
 * @param value as sent
 */
public record HeaderField(String name, String value) {
    /** The path with its query, by the name that HTTP/2 gives it. */
    public static final String TARGET = ":path";

    public HeaderField {
        requireNonNull(name, "name");
        requireNonNull(value, "value");
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "HeaderField[" + name + "]";
    }
}
