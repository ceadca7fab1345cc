package io.tokenward.proxy.dialect.json;

import io.tokenward.proxy.problem.Denied;
import io.tokenward.proxy.problem.Problem;

/** Refusals of bodies, all in one form: where, what, and how to mend it. */
public final class BadBody {
    private static final int MAX_POINTER = 120;

    private BadBody() {}

    /** {@code … at /messages/0/content, byte 57: what; mend.} An empty pointer is the body as a whole. */
    public static Denied at(String pointer, int offset, String what, String mend) {
        String place = pointer.isEmpty() ? "" : shown(pointer) + ", ";
        return Problem.BAD_BODY
                .denied("The request body is not acceptable at " + place + "byte " + offset + ": " + what + "; " + mend
                        + ".")
                .at(shown(param(pointer)));
    }

    /** A pointer in the words of SDKs: {@code /messages/1/content} is {@code messages[1].content}. */
    public static String param(String pointer) {
        if (pointer.isEmpty()) return "";
        String plain = pointer.endsWith("#") ? pointer.substring(0, pointer.length() - 1) : pointer;
        var out = new StringBuilder(plain.length());
        for (String token : plain.substring(1).split("/", -1)) {
            if (isIndex(token)) {
                out.append('[').append(token).append(']');
            } else {
                if (!out.isEmpty()) out.append('.');
                out.append(token.replace("~1", "/").replace("~0", "~"));
            }
        }
        return out.toString();
    }

    private static boolean isIndex(String token) {
        return !token.isEmpty() && token.length() < 10 && token.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    // Names of members are the caller's: kept short and printable, since the text also reaches logs and terminals.
    private static String shown(String pointer) {
        String printable = pointer.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= MAX_POINTER ? printable : printable.substring(0, MAX_POINTER) + "...";
    }
}
