package io.tokenward.proxy.dialect.multipart;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tokenward.proxy.dialect.json.BadBody;
import io.tokenward.proxy.problem.Denied;

/**
 * Cuts a form into its parts. Strict: nothing before the first boundary and after the last, lines end in CRLF, every boundary is
 * exactly that of the content type, no name stands twice unless it ends in {@code []}. One use; not thread-safe.
 */
public final class MultipartReader {
    /** Parts of one form. */
    public static final int MAX_PARTS = 64;

    private static final byte[] LINE_END = {'\r', '\n'};

    private final byte[] body;
    private final byte[] delimiter;
    private int at;

    private MultipartReader(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The parts in order.
     *
     * @param boundary as the content type names it
     * @throws Denied {@link io.tokenward.proxy.problem.Problem#BAD_BODY} with place and mend
     */
    public static List<Part> read(byte[] body, String boundary) throws Denied {
        return new MultipartReader(body, boundary).parts();
    }

    private List<Part> parts() throws Denied {
        if (!standsAt(0, delimiter, 2)) throw denied("the form must begin with its boundary", "send nothing before it");
        at = delimiter.length - 2;
        List<Part> parts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (!last()) {
            Part part = part();
            if (!part.name().endsWith("[]") && !names.add(part.name()))
                throw denied("a field that this form already has", "send every field once");
            parts.add(part);
            if (parts.size() > MAX_PARTS) throw denied("more than " + MAX_PARTS + " parts", "split the form");
        }
        if (parts.isEmpty()) throw denied("the form is empty", "send at least one field");
        return parts;
    }

    /** Whether the boundary that was just read is the last one; stands behind its line afterwards. */
    private boolean last() throws Denied {
        if (standsAt(at, LINE_END, 0)) {
            at += 2;
            return false;
        }
        boolean end = at + 2 <= body.length && body[at] == '-' && body[at + 1] == '-';
        int rest = body.length - at - 2;
        if (!end || rest != 0 && !(rest == 2 && standsAt(at + 2, LINE_END, 0)))
            throw denied("a boundary must be followed by a line end, or by -- and the end", "write it so");
        return true;
    }

    private Part part() throws Denied {
        PartHead head = PartHead.read(body, at);
        int start = head.end();
        int end = next(start);
        at = end + delimiter.length;
        return new Part(head.name(), head.filename(), head.type(), start, end);
    }

    /** Where the next boundary begins, with the line end before it. */
    private int next(int from) throws Denied {
        // An empty content has its boundary right behind the head's empty line.
        if (standsAt(from - 2, delimiter, 0))
            throw denied("content without a line end before its boundary", "write one");
        for (int i = from; i <= body.length - delimiter.length; i++)
            if (body[i] == '\r' && standsAt(i, delimiter, 0)) return i;
        throw denied("the form ends without its last boundary", "send all of it");
    }

    /** Whether {@code wanted}, without its first {@code skipped} bytes, stands at {@code from}. */
    private boolean standsAt(int from, byte[] wanted, int skipped) {
        int length = wanted.length - skipped;
        return from >= 0 && from + length <= body.length
                && Arrays.equals(body, from, from + length, wanted, skipped, wanted.length);
    }

    private Denied denied(String what, String mend) {
        return BadBody.at("", at, what, mend);
    }
}
