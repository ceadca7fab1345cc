package io.tokenward.proxy.host;

import com.ibm.icu.text.IDNA;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names in any script as labels in ASCII (RFC 5891, UTS #46 without its mappings). {@code ａllowed.com},
 * {@code allowed。com} and {@code faẞ.de} would be changed into other names on the way, so they are refused rather than
 * guessed at. Thread-safe.
 */
final class InternationalNames {
    private static final IDNA STRICT = IDNA.getUTS46Instance(IDNA.USE_STD3_RULES | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ
            | IDNA.CHECK_CONTEXTO | IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.NONTRANSITIONAL_TO_UNICODE);
    private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern DOT = Pattern.compile(".", Pattern.LITERAL);

    private InternationalNames() {}

    /** The labels of a name; empty where it is none. */
    static Optional<List<String>> labels(String text) {
        String lower = lower(text);
        Optional<String> ascii = plain(lower) ? Optional.of(lower) : ascii(lower);
        return ascii.map(name -> List.of(DOT.split(name, -1)))
                .filter(labels -> labels.stream().allMatch(label -> LABEL.matcher(label).matches()));
    }

    /** Letters of ASCII only: others are not the same in lower case for everybody. */
    private static String lower(String text) {
        return text.chars().allMatch(c -> c < 0x80) ? text.toLowerCase(Locale.ROOT) : lowerAscii(text);
    }

    private static String lowerAscii(String text) {
        var lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') lower.setCharAt(i, (char) (c + ('a' - 'A')));
        }
        return lower.toString();
    }

    private static boolean plain(String text) {
        return !text.contains("xn--") && text.chars().allMatch(c -> c < 0x80);
    }

    private static Optional<String> ascii(String text) {
        var info = new IDNA.Info();
        String ascii = STRICT.nameToASCII(text, new StringBuilder(), info).toString();
        if (info.hasErrors() || ascii.length() > Host.LONGEST) return Optional.empty();
        var back = new IDNA.Info();
        String unicode = STRICT.nameToUnicode(ascii, new StringBuilder(), back).toString();
        // Either form is taken, but only as it is: what would be mapped to something else is not.
        boolean same = text.equals(unicode) || text.equals(ascii) || mixed(text, unicode);
        return !back.hasErrors() && same ? Optional.of(ascii) : Optional.empty();
    }

    /** Some labels in the one form, some in the other. */
    private static boolean mixed(String text, String unicode) {
        var info = new IDNA.Info();
        return STRICT.nameToUnicode(text, new StringBuilder(), info).toString().equals(unicode)
                && DOT.split(text, -1).length == DOT.split(unicode, -1).length && unmapped(text, unicode);
    }

    private static boolean unmapped(String text, String unicode) {
        String[] given = DOT.split(text, -1);
        String[] meant = DOT.split(unicode, -1);
        for (int i = 0; i < given.length; i++)
            if (!given[i].equals(meant[i]) && !given[i].startsWith("xn--")) return false;
        return true;
    }
}
