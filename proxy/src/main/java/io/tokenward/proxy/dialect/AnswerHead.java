package io.tokenward.proxy.dialect;

import java.util.Locale;

/** What an answer says before its body. */
@FunctionalInterface
public interface AnswerHead {
    /** The first value of a header field, or empty; names are compared without case. */
    String field(String name);

    /** The media type without its parameters, in lower case; empty where there is none. */
    default String mediaType() {
        String type = field("content-type");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** A head that says no more than its media type. */
    static AnswerHead of(String mediaType) {
        return name -> name.equals("content-type") ? mediaType : "";
    }
}
