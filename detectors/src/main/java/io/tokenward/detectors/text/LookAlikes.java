package io.tokenward.detectors.text;

/**
 * Letters of other alphabets that are drawn like Latin ones, turned into Latin where they stand in a word that also has
 * a Latin letter. Words wholly of their own alphabet are left alone: those are Russian or Greek, not disguise. Chosen by
 * hand from Unicode's confusables data (UTS 39), letters one letter for one letter.
 */
final class LookAlikes {
    private static final char FIRST = 0x0370;
    private static final char LAST = 0x13FF;
    private static final char[] LATIN = new char[LAST - FIRST + 1];

    static {
        pairs("АВЕЅІЈКМНОРСТУХҺԀԚԜѴӀЅ", "abesijkmhopctyxhdqwvls");
        pairs("авеѕіјкмнорстухһԁԛԝѵӏьгґёѐїѝўќ", "abesijkmhopctyxhdqwvlbrreeiiyk");
        pairs("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϺϻ", "abezhikmnoptyxcmm");
        pairs("αβγεηικμνορτυχωϲϳάέήίόύώ", "abyenikuvoptuxwcjaeniouw");
        pairs("օսոհցզյռՕՍԼՏՀ", "ounhgqjnoulsh");
        pairs("ᎠᎡᎢᎥᎪᎫᎬᎳᎷᎻᎽᎶᏃᏏᏒᏔᏚᏙᏞᏟᏢᏦᏧᏳᏴ", "drtiajewmhygzbrwsvlcpkdgb");
    }

    private LookAlikes() {}

    private static void pairs(String from, String to) {
        if (from.length() != to.length()) throw new IllegalArgumentException("no pairs: " + from);
        for (int i = 0; i < from.length(); i++)
            LATIN[from.charAt(i) - FIRST] = to.charAt(i);
    }

    /** Rewrites the words of {@code out}, beginning with the one that unit {@code from} belongs to. */
    static void unmask(char[] source, ViewWriter out, int from) {
        if (!out.hasAny(FIRST, LAST, from)) return;
        int start = Math.min(from, out.length());
        while (start > 0 && Character.isLetterOrDigit(out.charAt(start - 1)))
            start--;
        boolean latin = false;
        boolean foreign = false;
        for (int i = start; i <= out.length(); i++) {
            char c = i < out.length() ? out.charAt(i) : ' ';
            if (c >= 'a' && c <= 'z') latin = true;
            else if (c >= FIRST && c <= LAST) foreign = true;
            else if (!Character.isLetterOrDigit(c)) {
                if (latin && foreign) unmaskWord(source, out, start, i);
                start = i + 1;
                latin = false;
                foreign = false;
            }
        }
    }

    private static void unmaskWord(char[] source, ViewWriter out, int start, int end) {
        for (int i = start; i < end; i++) {
            char folded = out.charAt(i);
            if (folded < FIRST || folded > LAST) continue;
            // As written first: a capital Greek nu looks like N, its small form like v.
            char latin = latin(source[out.startOf(i)]);
            if (latin == 0) latin = latin(folded);
            if (latin != 0) out.set(i, latin);
        }
    }

    private static char latin(char c) {
        return c >= FIRST && c <= LAST ? LATIN[c - FIRST] : 0;
    }
}
