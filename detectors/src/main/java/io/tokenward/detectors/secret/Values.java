package io.tokenward.detectors.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/** Judges a value that stands where a secret would stand. Values are short: at most {@link Assignments#LONGEST}. */
final class Values {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{7,12}");
    private static final Pattern CODE = Pattern
            .compile("process\\.env|os\\.environ|getenv|System\\.|config\\.|self\\.|this\\.|::|->|\\(\\)|\\.get\\b");
    /** Words joined by points or strokes, each with digits at most at its end: a name of something. Never backtracks. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z]*+[0-9]{0,4}+(?:[._:/-]++[A-Za-z]*+[0-9]{0,4}+)*+");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9.:, -]+");

    private Values() {}

    /** Whether the value names a secret instead of being one: a variable, a template, a call. */
    static boolean isReference(String value) {
        if (value.isEmpty()) return true;
        char first = value.charAt(0);
        boolean marked = first == '$' || first == '{' || first == '<' || first == '[' || first == '(';
        return marked || first == '%' && value.endsWith("%") || value.contains("${") || value.contains("{{")
                || value.contains("$(") || value.contains("<%") || first == '%' && value.length() < 4;
    }

    /** Whether a value of a password-like name looks chosen as a password. */
    static boolean isPassword(String value) {
        if (value.length() < 8 || isOrdinary(value) || isCode(value)) return false;
        Makeup makeup = Makeup.of(value);
        if (makeup.letters() == 0 || makeup.digits() == 0 && makeup.marks() == 0) return false;
        if (makeup.digits() == 0) return makeup.upper() > 0 && makeup.lower() > 0 && makeup.strong();
        boolean mixed = makeup.upper() > 0 && makeup.lower() > 0 || makeup.strong();
        return mixed && !NAME.matcher(value).matches() && Entropy.bits(value) >= 2.5
                || value.length() >= 12 && isRandom(value, makeup);
    }

    /** Whether a value of a token-like name looks drawn at random. */
    static boolean isToken(String value) {
        if (value.length() < 12 || isOrdinary(value) || isCode(value)) return false;
        return isRandom(value, Makeup.of(value));
    }

    private static boolean isRandom(String value, Makeup makeup) {
        if (makeup.digits() < 2 || makeup.letters() < 2 || NAME.matcher(value).matches()) return false;
        if (makeup.marks() > value.length() / 4) return false;
        double bits = Entropy.bits(value);
        if (makeup.hex()) return value.length() >= 24 && bits >= 2.9;
        boolean cases = makeup.upper() > 0 && makeup.lower() > 0;
        if (cases) return bits >= 3.2 && makeup.changes() >= value.length() / 5;
        return value.length() >= 16 && bits >= 3.3 && makeup.changes() >= value.length() / 5;
    }

    private static boolean isOrdinary(String value) {
        String plain = value.toLowerCase(Locale.ROOT);
        return isReference(value) || Placeholders.saysSo(plain) || Placeholders.counts(plain)
                || UUID.matcher(value).find()
                || DATE.matcher(value).matches() || value.contains("://") || value.startsWith("/")
                || value.startsWith("./")
                || value.startsWith("~/") || plain.startsWith("sha256") || plain.startsWith("sha512")
                || plain.startsWith("0x");
    }

    private static boolean isCode(String value) {
        return CODE.matcher(value).find();
    }

    /** What a value is made of; {@code changes} counts the places where the kind of character changes. */
    record Makeup(int upper, int lower, int digits, int marks, int changes, boolean hex, boolean strong) {
        static Makeup of(String value) {
            var count = new int[4];
            int changes = 0;
            int before = -1;
            boolean hex = true;
            boolean strong = false;
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                int kind = c >= 'A' && c <= 'Z' ? 0 : c >= 'a' && c <= 'z' ? 1 : c >= '0' && c <= '9' ? 2 : 3;
                count[kind]++;
                if (kind != before && before >= 0) changes++;
                before = kind;
                hex &= Character.digit(c, 16) >= 0;
                strong |= "!@#$%^&*?+~".indexOf(c) >= 0;
            }
            return new Makeup(count[0], count[1], count[2], count[3], changes, hex, strong);
        }

        int letters() {
            return upper + lower;
        }
    }
}
