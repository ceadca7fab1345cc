package io.tokenward.proxy.encoding;

import java.util.List;
import java.util.Locale;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/** The content codings that are understood (RFC 9110 §8.4.1; br: RFC 7932; zstd: RFC 8878 with the window of RFC 9659). */
public enum Coding {
    /** No coding. */
    IDENTITY(""),
    /** RFC 1952. */
    GZIP("gzip"),
    /** RFC 1950, never the bare RFC 1951 that some take the word for. */
    DEFLATE("deflate"),
    /** RFC 7932. */
    BROTLI("br"),
    /** RFC 8878. */
    ZSTD("zstd");

    private final String word;

    Coding(String word) {
        this.word = word;
    }

    /**
     * The coding that the field {@code Content-Encoding} names.
     *
     * @param fields the values of all such fields
     * @throws Denied {@link Problem#CONTENT_ENCODING} where it is unknown, or where there is more than one: layers are
     *     undone by some servers and not by others
     */
    public static Coding of(List<String> fields) throws Denied {
        if (fields.isEmpty()) return IDENTITY;
        if (fields.size() > 1 || fields.getFirst().indexOf(',') >= 0) {
            throw Problem.CONTENT_ENCODING
                    .denied("More than one Content-Encoding was named; send the body with one at most.");
        }
        return switch (fields.getFirst().strip().toLowerCase(Locale.ROOT)) {
            case "identity" -> IDENTITY;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "br" -> BROTLI;
            case "zstd" -> ZSTD;
            default -> throw Problem.CONTENT_ENCODING
                    .denied("The Content-Encoding is not supported; send gzip, deflate, br, zstd or none.");
        };
    }

    /** The word of the field; empty for {@link #IDENTITY}. */
    public String word() {
        return word;
    }
}
