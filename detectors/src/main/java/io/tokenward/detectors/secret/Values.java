package io.tokenward.detectors.secret;

import java.util.Locale;
import java.util.regex.Pattern;

/** Judges a value that stands where a secret would stand. Values are short: at most {@link AssignedValue#LONGEST}. */
final class Values {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{7,12}");
    private static final Pattern CODE = Pattern
            .compile(
                    "process\\.env|os\\.environ|getenv|System\\.|config\\.|self\\.|this\\.|::|->|[A-Za-z0-9_]\\(\\)|\\.get\\b");
    /** Words joined by points or strokes, each with digits at most at its end: a name of something. Never backtracks. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z]*+[0-9]{0,4}+(?:[._:/-]++[A-Za-z]*+[0-9]{0,4}+)*+");
    /** A qualified name of a class or member, such as a type behind a colon. */
    private static final Pattern DOTTED = Pattern.compile(
            "[A-Za-z_]++[0-9]{0,5}+[A-Za-z_]*+(?:\\.[A-Za-z_]++[0-9]{0,5}+[A-Za-z_]*+)++");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9.:, -]+");

    /** Nobody writes so long a filler by hand into a place for a secret, though keys of test systems do repeat. */
    private static final int DELIBERATE = 44;

    /** What regular expressions begin with, and signs of code that passwords hardly have. */
    private static final Pattern CODE_SIGNS = Pattern
            .compile("^/|^\\^|^(?:qr|tr|[msy])/|=>|==|&&|\\|\\||\\(\\)|;$|\\)\\.|->|::|\\$\\{\\*|sprintf");

    /** How the IDEs of JetBrains write passwords into their settings: every unit with 0xdfaa, as four hex digits. */
    private static final Pattern SHIFTED = Pattern.compile("(?:df[0-9a-f]{2}){6,}");

    /** So many threes of letters make a value without a digit believed where hardly any of them is one of words. */
    private static final int UNLIKELY_THREES = 18;

    private Values() {}

    /** Variables of shells, build files and template languages; their names are words. */
    private static final Pattern TEMPLATE = Pattern.compile(
            "\\$\\{[A-Za-z_][A-Za-z0-9_.:/?= -]*}|\\{\\{[A-Za-z0-9_.:/?=| -]*}}|\\$\\([A-Za-z0-9_./ -]*\\)|<%[^%]*%>"
                    + "|%\\([A-Za-z_]*\\)[sd]|#\\{[A-Za-z_.]*}");

    /** A cheap look: long enough, and not a plain word, number or name in one case, unless no word is written so. */
    static boolean mayBeSecret(String value) {
        if (value.length() < 6) return false;
        int kinds = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            kinds |= c >= 'a' && c <= 'z'
                    ? 1
                    : c >= 'A' && c <= 'Z'
                            ? 2
                            : c >= '0' && c <= '9'
                                    ? 4
                                    : "_-.:/,".indexOf(c) >= 0 ? 0 : 8;
        }
        return Integer.bitCount(kinds) > 1 || kinds < 3 && Trigrams.isUnlikely(value, UNLIKELY_THREES);
    }

    /** Whether the value names a secret instead of being one: a variable, a template, a call. */
    static boolean isReference(String value) {
        if (value.isEmpty()) return true;
        char first = value.charAt(0);
        boolean marked = first == '$' || first == '{' || first == '<' || first == '[' || first == '(';
        return marked || first == '%' && value.endsWith("%") || TEMPLATE.matcher(value).find()
                || first == '%' && value.length() < 4;
    }

    /** Whether a value of a password-like name looks chosen as a password. */
    static boolean isPassword(String value) {
        if (value.startsWith("df") && SHIFTED.matcher(value).matches()) return true;
        // What a value is made of is seen sooner than what it says.
        return value.length() >= 8 && isChosen(value, Makeup.of(value)) && !isOrdinary(value) && !isCode(value);
    }

    private static boolean isChosen(String value, Makeup makeup) {
        if (isJumble(value, makeup)) return true;
        if (makeup.letters() == 0 || makeup.digits() == 0 && makeup.marks() == 0) return false;
        if (makeup.digits() == 0) {
            return makeup.strong() && (makeup.upper() > 0 && makeup.lower() > 0 || hasSignInside(value));
        }
        boolean mixed = makeup.upper() > 0 && makeup.lower() > 0 || makeup.strong() || makeup.changes() >= 4;
        return mixed && !NAME.matcher(value).matches() && Entropy.bits(value) >= 2.5
                || value.length() >= 12 && isRandom(value, makeup);
    }

    /** {@code strongp@ss}: one of the signs that people put into words; addresses have a dot as well. */
    private static boolean hasSignInside(String value) {
        int sign = -1;
        int signs = 0;
        for (int i = 1; i < value.length() - 1; i++)
            if ("@!#$%^&*".indexOf(value.charAt(i)) >= 0) {
                sign = i;
                signs++;
            } else if (!Character.isLetter(value.charAt(i))) return false;
        return signs == 1 && sign >= 3 && value.charAt(sign) != '&';
    }

    /** Whether a value of a token-like name looks drawn at random. */
    static boolean isToken(String value) {
        return value.length() >= 12 && isRandom(value, Makeup.of(value)) && !isOrdinary(value) && !isCode(value);
    }

    /** 40 characters of base64 with all kinds in it. */
    static boolean isAwsSecret(String value) {
        Makeup makeup = Makeup.of(value);
        return makeup.upper() > 2 && makeup.lower() > 2 && makeup.digits() > 0 && !isOrdinary(value)
                && Entropy.bits(value) >= 4;
    }

    /** Signs of so many kinds among the letters as neither words nor code have; brackets that fit would be code. */
    static boolean isScramble(String value) {
        if (value.length() < 12) return false;
        int letters = 0;
        long signs = 0;
        long open = 1;
        boolean fits = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 128 && Character.isLetterOrDigit(c)) letters++;
            int sign = "{}[]$#@!%^&*?+~<>|=;".indexOf(c);
            if (sign >= 0) signs |= 1L << sign;
            int opening = "([{".indexOf(c);
            int closing = ")]}".indexOf(c);
            // A stack of two bits each, which a mark of one bit closes.
            if (opening >= 0) open = open << 2 | opening;
            if (closing >= 0) {
                fits &= open > 1 && (open & 3) == closing;
                open >>>= 2;
            }
        }
        return letters >= 6 && Long.bitCount(signs) >= 4 && (open != 1 || !fits || value.indexOf('(') < 0)
                && !CODE_SIGNS.matcher(value).find() && !TEMPLATE.matcher(value).find();
    }

    /** Cases change too often for words: a name has its capitals at the beginnings of parts. */
    private static boolean isJumble(String value, Makeup makeup) {
        return value.length() >= 12 && makeup.upper() > 3 && makeup.lower() > 3 && makeup.marks() <= 2
                && makeup.changes() * 5 >= value.length() * 2 && Entropy.bits(value) >= 3.2;
    }

    private static boolean isRandom(String value, Makeup makeup) {
        if (value.length() >= 20 && isJumble(value, makeup)) return true;
        if (makeup.letters() == value.length() && Trigrams.isUnlikely(value, UNLIKELY_THREES)) return true;
        if (makeup.digits() < 2 || makeup.letters() < 2 || makeup.marks() > value.length() / 4) return false;
        if (NAME.matcher(value).matches()) return false;
        double bits = Entropy.bits(value);
        if (makeup.hex()) return value.length() >= 24 && bits >= 2.9;
        boolean cases = makeup.upper() > 0 && makeup.lower() > 0;
        if (cases) return bits >= 3.2 && makeup.changes() >= value.length() / 5;
        return value.length() >= 16 && bits >= 3.3 && makeup.changes() >= value.length() / 5;
    }

    private static boolean isOrdinary(String value) {
        String plain = value.toLowerCase(Locale.ROOT);
        return isReference(value) || Placeholders.saysSo(plain)
                || value.length() < DELIBERATE && Placeholders.counts(plain)
                || value.length() >= 16 && value.length() < DELIBERATE && Placeholders.repeats(plain)
                || value.length() >= DELIBERATE && Placeholders.hardlyVaries(plain) || saysNothing(value)
                || UUID.matcher(value).find()
                || DATE.matcher(value).matches() || DOTTED.matcher(value).matches() || value.contains("://")
                || value.startsWith("/") && !(value.length() >= 28 && value.indexOf('/', 1) < 0)
                || value.startsWith("./")
                || value.startsWith("~/") || plain.startsWith("sha256") || plain.startsWith("sha512")
                || plain.startsWith("0x");
    }

    /** Base64 of a sentence that says dummy is a dummy. */
    private static boolean saysNothing(String value) {
        return value.length() >= 12 && Base64Text.decode(value)
                .map(text -> Placeholders.saysSo(text.toLowerCase(Locale.ROOT)))
                .orElse(false);
    }

    /** Whether a value of a name that says no more than key is beyond doubt: long, all kinds of characters, even. */
    static boolean isKey(String value) {
        Makeup makeup = Makeup.of(value);
        return value.length() >= 28 && makeup.upper() > 2 && makeup.lower() > 2 && makeup.digits() > 2
                && makeup.marks() <= 3
                && isToken(value) && Entropy.bits(value) >= 3.9;
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
