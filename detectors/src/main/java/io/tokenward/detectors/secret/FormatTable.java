package io.tokenward.detectors.secret;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads the tables of formats, the {@code .txt} files beside this class: a format a line, with the columns
 *
 * <ol>
 * <li>name; several lines of one name are one family
 * <li>anchors with commas between: {@code -} is the literal beginning of the shape, {@code x@8-10} stands eight to ten units
 * behind the token's beginning, {@code x+} stands in any case right before it; {@code <h>} and {@code <d>} in an anchor are
 * every hex and decimal digit
 * <li>shape: a regular expression with {@code <h>} hex, {@code <d>} digit, {@code <b>} base62, {@code <u>} base64url,
 * {@code <s>} base64, {@code <a>} and {@code <A>} lower and upper case with digits, {@code <l>} letter, {@code <w>} word
 * character, {@code <58>} base58, {@code <uuid>}; where it has a group, the group is the credential
 * <li>a check of {@link Checks}, where there is one; {@code likely:…} is told but saves no example, since much else would pass;
 * {@code only-json:…} and {@code jira} are asked before it counts;
 * {@code after:bot}: this word may stand right before; {@code wrapped}: goes on over line ends
 * </ol>
 */
final class FormatTable {
    private static final String[][] CLASSES = {{"<h>", "[0-9a-fA-F]"}, {"<d>", "[0-9]"}, {"<b>", "[0-9A-Za-z]"},
            {"<u>", "[0-9A-Za-z_-]"}, {"<s>", "[0-9A-Za-z+/]"}, {"<a>", "[0-9a-z]"}, {"<A>", "[0-9A-Z]"},
            {"<l>", "[A-Za-z]"}, {"<w>", "[0-9A-Za-z_]"},
            {"<58>", "[1-9A-HJ-NP-Za-km-z]"},
            {"<uuid>", "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"}};

    /** What the last column may say beside checks. */
    private static final Set<String> NO_PROOFS = Set.of("", "jira", TokenShape.AFTER_BOT, TokenShape.WRAPPED);

    /** Before a check that is no proof. */
    private static final String LIKELY = "likely:";

    private FormatTable() {}

    /** The formats of one table in its order. */
    static List<SecretFormat> read(String file) {
        var formats = new ArrayList<SecretFormat>();
        try (InputStream bytes = FormatTable.class.getResourceAsStream(file)) {
            if (bytes == null) throw new IllegalStateException("no table " + file);
            var lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) formats.addAll(formats(file + ":" + number, line));
            }
        } catch (IOException broken) {
            throw new IllegalStateException("table " + file + " cannot be read", broken);
        }
        return formats;
    }

    private static List<SecretFormat> formats(String place, String line) {
        String[] columns = line.trim().split(" +");
        if (columns.length < 3 || columns.length > 4)
            throw new IllegalStateException(place + ": a format has three or four columns");
        try {
            return formats(columns[0], columns[1], expand(columns[2]), columns.length == 4 ? columns[3] : "");
        } catch (IllegalArgumentException broken) {
            throw new IllegalStateException(place + ": " + broken.getMessage(), broken);
        }
    }

    /** One for each place in the token where an anchor may stand. */
    private static List<SecretFormat> formats(String name, String anchors, String shape, String check) {
        var formats = new ArrayList<SecretFormat>();
        Check proof = NO_PROOFS.contains(check) || check.startsWith("only-") || check.startsWith(LIKELY)
                ? Check.NONE
                : Checks.named(check);
        Check told = check.startsWith(LIKELY) ? Checks.named(check.substring(LIKELY.length())) : proof;
        var token = new TokenShape(shape, proof, precondition(check), check);
        for (String written : anchors.split(",")) {
            int at = written.lastIndexOf('@');
            boolean offset = at > 0 && at < written.length() - 1;
            boolean behind = written.endsWith("+") && written.length() > 1;
            String text = offset
                    ? written.substring(0, at)
                    : behind ? written.substring(0, written.length() - 1) : written;
            List<String> texts = text.equals("-") ? List.of(literalStart(shape)) : expandAnchor(text);
            List<Anchor> all = texts.stream()
                    .map(anchor -> new Anchor(anchor, behind || text.contains("<h>")))
                    .toList();
            SecretFormat.Verifier verifier = offset
                    ? within(token, written.substring(at + 1))
                    : behind ? behind(token, texts.getFirst().length()) : token;
            formats.add(new SecretFormat(name, all, verifier, told));
        }
        return formats;
    }

    private static SecretFormat.Verifier within(TokenShape token, String offsets) {
        int dash = offsets.indexOf('-');
        int least = Integer.parseInt(dash < 0 ? offsets : offsets.substring(0, dash));
        int most = dash < 0 ? least : Integer.parseInt(offsets.substring(dash + 1));
        return (text, at) -> {
            for (int offset = most; offset >= least; offset--) {
                if (at < offset || !together(text, at - Math.min(offset, 12), at)) continue;
                var span = token.verify(text, at - offset);
                if (span != null) return span;
            }
            return null;
        };
    }

    /** A cheap look before the expression: words of prose are shorter. */
    private static boolean together(String text, int start, int end) {
        for (int i = end - 1; i >= start; i--)
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 127) return false;
        return true;
    }

    private static SecretFormat.Verifier behind(TokenShape token, int length) {
        return (text, at) -> {
            int start = at + length;
            return token.match(text, start < text.length() && text.charAt(start) == ' ' ? start + 1 : start);
        };
    }

    /** What has to hold beside the shape, where the shape alone says too little. */
    private static Check precondition(String check) {
        if (check.equals("jira")) return NumberedBytes::holds;
        return check.startsWith("only-") ? Checks.named(check.substring("only-".length())) : _ -> true;
    }

    static String expand(String shape) {
        String expanded = shape;
        for (String[] known : CLASSES)
            expanded = expanded.replace(known[0], known[1]);
        return expanded;
    }

    private static List<String> expandAnchor(String text) {
        if (text.equals("<snowflake>")) return NumberedBytes.ANCHORS;
        int open = text.indexOf('<');
        if (open < 0) return List.of(text);
        String digits = text.startsWith("<h>", open) ? "0123456789abcdef" : "0123456789";
        return digits.chars()
                .mapToObj(digit -> text.substring(0, open) + (char) digit + text.substring(open + 3))
                .flatMap(part -> part.contains("<h>") || part.contains("<d>")
                        ? expandAnchor(part).stream()
                        : Stream.of(part))
                .toList();
    }

    private static String literalStart(String shape) {
        int end = 0;
        while (end < shape.length() && "\\.[](){}?*+|$^<".indexOf(shape.charAt(end)) < 0)
            end++;
        return shape.substring(0, end);
    }
}
