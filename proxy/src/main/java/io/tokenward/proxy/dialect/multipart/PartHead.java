package io.tokenward.proxy.dialect.multipart;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.problem.Denied;

/**
 * The head of a part: one {@code Content-Disposition}, perhaps one {@code Content-Type}, nothing else. Names stand in quotes and
 * hold neither quotes nor backslashes nor controls, which readers unescape in different ways.
 *
 * @param end after the empty line
 */
record PartHead(String name, Optional<String> filename, String type, int end) {
    private static final int MAX_HEAD = 2048;
    private static final String QUOTED = "\"([^\"\\\\\\x00-\\x1f\\x7f]{0,255})\"";
    private static final Pattern DISPOSITION = Pattern
            .compile("form-data; name=" + QUOTED + "(?:; filename=" + QUOTED + ")?");
    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,64}"
            + "(?:; ?charset=(?i:utf-8))?");

    static PartHead read(byte[] body, int start) throws Denied {
        String disposition = "";
        String type = "";
        int at = start;
        while (true) {
            int end = lineEnd(body, start, at);
            if (end == at) break;
            String line = text(body, at, end);
            int colon = line.indexOf(':');
            String field = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : line.substring(colon + 1).strip();
            if (field.equals("content-disposition") && disposition.isEmpty()) {
                disposition = value;
            } else if (field.equals("content-type") && type.isEmpty() && TYPE.matcher(value).matches()) {
                type = value;
            } else {
                throw denied(at, "a header of a part that is not understood",
                        "send one Content-Disposition, and one Content-Type at most");
            }
            at = end + 2;
        }
        Matcher matcher = DISPOSITION.matcher(disposition);
        if (!matcher.matches() || matcher.group(1).isEmpty())
            throw denied(start, "a part without a plain name", "write form-data; name=\"...\"; filename=\"...\"");
        return new PartHead(matcher.group(1), Optional.ofNullable(matcher.group(2)), type, at + 2);
    }

    private static int lineEnd(byte[] body, int start, int from) throws Denied {
        for (int at = from; at + 1 < body.length && at < start + MAX_HEAD; at++) {
            if (body[at] == '\r' && body[at + 1] == '\n') return at;
            if (body[at] == '\n' || body[at] == '\r' || body[at] == 0)
                throw denied(at, "a bare line end or NUL in the head of a part", "end lines in CRLF");
        }
        throw denied(start, "the head of a part does not end", "end it with an empty line, within " + MAX_HEAD);
    }

    private static String text(byte[] body, int from, int to) throws Denied {
        try {
            return StandardCharsets.UTF_8.newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(body, from, to - from))
                    .toString();
        } catch (CharacterCodingException illFormed) {
            throw denied(from, "a header that is no UTF-8", "write names in UTF-8");
        }
    }

    private static Denied denied(int at, String what, String mend) {
        return BadBody.at("", at, what, mend);
    }
}
