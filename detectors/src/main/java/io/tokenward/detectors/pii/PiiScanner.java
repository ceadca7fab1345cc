package io.tokenward.detectors.pii;

import io.tokenward.detectors.Span;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Finds personal data: card and account numbers, ids, telephone numbers, addresses. One pass that stops at {@code @} and where
 * a number begins. Immutable and thread-safe; linear time; nothing is allocated for a text without candidates; throws nothing on
 * any string.
 */
public final class PiiScanner {
    private static final String EMAIL = "pii-email";
    private static final String WALLET = "pii-crypto-wallet";
    private static final String PHONE = "pii-phone";
    /** The stricter first: what one claims the later ones do not see. */
    private static final List<Kind> KINDS = List.of(new Kind("pii-cn-resident-id", ChineseIds::resident),
            new Kind("pii-cn-uscc", ChineseIds::creditCode), new Kind("pii-iban", Ibans::units),
            new Kind("pii-credit-card", Cards::units), new Kind("pii-it-fiscal-code", NationalIds::fiscalCode),
            new Kind("pii-kr-rrn", NationalIds::residentRegistration),
            new Kind("pii-us-ssn", NationalIds::socialSecurity),
            new Kind("pii-uk-nhs", NationalIds::nhs), new Kind("pii-es-nif", NationalIds::nif),
            new Kind("pii-passport", NationalIds::passport), new Kind("pii-in-aadhaar", NationalIds::aadhaar),
            new Kind(PHONE, Phones::units));
    /** What {@link #isBeginning} and addresses can begin with: small letters and blanks, nearly all of a text, are passed over. */
    private static final boolean[] MAY_BEGIN = new boolean[128];

    /** Digits and the at sign. */
    private static final boolean[] MARKS = new boolean[128];

    static {
        for (char c = 0; c < MARKS.length; c++)
            MARKS[c] = Reading.isDigit(c) || c == '@';
        for (char c = 0; c < MAY_BEGIN.length; c++)
            MAY_BEGIN[c] = Reading.isDigit(c) || c == '@' || c == '(' || c == '+' || c >= 'A' && c <= 'Z' || c == 'b';
    }

    /** How far behind the beginning of a number its first digit stands at most. */
    private static final int REACH = 7;

    private static final PiiScanner STANDARD = new PiiScanner();

    private PiiScanner() {}

    /** The scanner for all kinds of this package. */
    public static PiiScanner standard() {
        return STANDARD;
    }

    /** The names of all kinds. */
    public Set<String> names() {
        var names = new LinkedHashSet<String>();
        for (Kind kind : KINDS)
            names.add(kind.name());
        names.add(EMAIL);
        names.add(WALLET);
        return names;
    }

    /** The personal data in {@code text}, ascending and without overlaps. */
    public List<PiiMatch> scan(String text) {
        List<PiiMatch> found = List.of();
        @Nullable
        Reading reading = null;
        int done = 0;
        int mark = -1;
        char before = ' ';
        for (int i = 0; i < text.length(); i++) {
            if (i > mark) {
                mark = mark(text, i);
                if (mark == text.length()) break;
                if (mark - REACH > i) {
                    i = mark - REACH;
                    before = text.charAt(i - 1);
                }
            }
            char c = text.charAt(i);
            if (c >= MAY_BEGIN.length || !MAY_BEGIN[c]) {
                before = c;
                continue;
            }
            boolean begins = i >= done && (c == '@' || isBeginning(text, i, c, before));
            before = c;
            if (!begins) continue;
            if (reading == null) reading = new Reading();
            PiiMatch match = c == '@' ? email(text, i, done) : number(text, i, reading);
            if (match == null) continue;
            if (found.isEmpty()) found = new ArrayList<>();
            found.add(match);
            done = match.span().end();
        }
        return found;
    }

    /** The first digit or at sign from there on, or the end of the text: without one, there is nothing to find. */
    private static int mark(String text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            // One look-up, since a branch for what is not a letter would be foretold wrongly at the end of every word.
            if (MARKS[c & MARKS.length - 1] && c < MARKS.length) return i;
        }
        return length;
    }

    /** Where a number may begin: not inside a word or another number, and only where a digit follows soon. */
    private static boolean isBeginning(String text, int at, char c, char before) {
        if (Reading.isAlphanumeric(before) || before == '_') return false;
        if (Reading.isDigit(c)) return !(before == '.' && at >= 2 && Reading.isDigit(text.charAt(at - 2)));
        if (c == '(')
            return at + 4 < text.length() && text.charAt(at + 4) == ')' && Reading.isDigit(text.charAt(at + 1));
        if (c == '+') return at + 1 < text.length() && Reading.isDigit(text.charAt(at + 1));
        return (c >= 'A' && c <= 'Z' || c == 'b') && soonDigit(text, at);
    }

    private static boolean soonDigit(String text, int at) {
        int end = Math.min(text.length(), at + REACH + 1);
        for (int i = at + 1; i < end && Reading.isAlphanumeric(text.charAt(i)); i++)
            if (Reading.isDigit(text.charAt(i))) return true;
        return false;
    }

    private static @Nullable PiiMatch email(String text, int at, int done) {
        Span span = Emails.around(text, at);
        return span == null || span.start() < done ? null : new PiiMatch(EMAIL, span);
    }

    private static @Nullable PiiMatch number(String text, int at, Reading reading) {
        char first = text.charAt(at);
        if (first == '+') {
            reading.read(text, at + 1, true);
            return match(PHONE, at, reading, Phones.international(reading));
        }
        if (first == '(') {
            reading.read(text, at + 1, true);
            return match(PHONE, at, reading, Phones.units(reading));
        }
        reading.read(text, at);
        if (reading.length() >= 8) {
            for (Kind kind : KINDS) {
                PiiMatch match = match(kind.name(), at, reading, kind.verifier().units(reading));
                if (match != null) return match;
            }
        }
        boolean wallet = first == '1' || first == '3' || first == 'b';
        int length = wallet ? Wallets.length(text, at) : 0;
        return length == 0 ? null : new PiiMatch(WALLET, new Span(at, at + length));
    }

    private static @Nullable PiiMatch match(String name, int start, Reading reading, int units) {
        return units == 0 ? null : new PiiMatch(name, new Span(start, reading.end(units - 1)));
    }
}
