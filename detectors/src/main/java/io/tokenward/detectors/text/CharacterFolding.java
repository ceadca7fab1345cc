package io.tokenward.detectors.text;

import com.ibm.icu.text.Normalizer2;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What one code point beyond ASCII folds to. NFKC_Casefold, then without accents, then composed again with what was
 * written before it, so that Korean syllables and Japanese voiced kana stay whole however they were typed.
 */
final class CharacterFolding {
    /** In {@link #PAGES}: the character vanishes. U+FFFF is no character, so no folding ends in it. */
    private static final char GONE = '\uFFFF';
    /** In {@link #PAGES}: the character needs {@link #normalized}. */
    private static final char LONG = '\0';
    /** Some characters stand for a phrase of 18; as attacks they are useless, as a memory bomb they are not. */
    private static final int LONGEST_EXPANSION = 4;

    /** Letters that NFKC leaves alone although they are drawn as another letter. */
    private static final String STYLED = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢıɑɡłøđħŧƀɨɓɗɩɫɾʋȷ";
    private static final String PLAIN = "abcdefghijklmnopqrstuvwyziaglodhtbibdilrvj";

    private static final Normalizer2 CASEFOLD = Normalizer2.getNFKCCasefoldInstance();
    private static final Normalizer2 COMPOSE = Normalizer2.getNFCInstance();
    private static final Normalizer2 DECOMPOSE = Normalizer2.getNFDInstance();
    /** Foldings to one unit by blocks of 256, computed when first met. */
    private static final AtomicReferenceArray<char[]> PAGES = new AtomicReferenceArray<>(256);

    private CharacterFolding() {}

    static void basic(char c, int at, ViewWriter out) {
        char one = page(c >> 8)[c & 0xFF];
        if (one == GONE) return;
        if (one == LONG) write(normalized(c), c, at, at + 1, out);
        else
            put(one, at, at + 1, out);
    }

    static void supplementary(int codePoint, int at, ViewWriter out) {
        if (vanishes(codePoint)) return;
        int tag = codePoint - 0xE0000;
        if (tag >= 0x20 && tag < 0x7F) out.put((char) Character.toLowerCase(tag), at, at + 2);
        else if (codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF) out.put((char) ('a' + codePoint - 0x1F1E6), at, at + 2);
        else if (isSquaredLetter(codePoint)) out.put((char) ('a' + (codePoint - 0x1F130) % 32), at, at + 2);
        else
            write(normalized(codePoint), codePoint, at, at + 2, out);
    }

    private static char[] page(int block) {
        char[] page = PAGES.getAcquire(block);
        if (page != null) return page;
        page = new char[256];
        for (int low = 0; low < 256; low++)
            page[low] = single((char) (block << 8 | low));
        PAGES.setRelease(block, page);
        return page;
    }

    private static char single(char c) {
        if (Character.isSurrogate(c)) return c;
        if (vanishes(c)) return GONE;
        String folded = normalized(c);
        if (folded.isEmpty()) return GONE;
        return folded.length() == 1 && folded.charAt(0) != GONE ? folded.charAt(0) : LONG;
    }

    private static String normalized(int codePoint) {
        String written = Character.toString(codePoint);
        String folded = CASEFOLD.normalize(written);
        if (folded.codePointCount(0, folded.length()) > LONGEST_EXPANSION) return written;
        var bare = new StringBuilder();
        String parts = DECOMPOSE.normalize(folded);
        for (int i = 0; i < parts.length(); i++) {
            char c = parts.charAt(i);
            if (isAccent(c)) continue;
            int styled = STYLED.indexOf(c);
            bare.append(styled < 0 ? c : PLAIN.charAt(styled));
        }
        return COMPOSE.normalize(bare);
    }

    private static void write(String folded, int codePoint, int start, int end, ViewWriter out) {
        if (end - start == 2 && folded.length() == 2 && folded.codePointAt(0) == codePoint) {
            out.put(folded.charAt(0), start, start + 1);
            out.put(folded.charAt(1), start + 1, end);
            return;
        }
        for (int i = 0; i < folded.length(); i++)
            put(folded.charAt(i), start, end, out);
    }

    private static void put(char c, int start, int end, ViewWriter out) {
        if (mayCompose(c) && out.length() > 0) {
            int last = out.length() - 1;
            int composed = COMPOSE.composePair(out.charAt(last), c);
            if (composed >= 128 && composed < 0x10000) {
                out.set(last, (char) composed);
                out.extendLast(end);
                return;
            }
        }
        out.put(c, start, end);
    }

    private static boolean mayCompose(char c) {
        return c >= 0x0600 && (c < 0x2000 || c == 0x3099 || c == 0x309A);
    }

    /** Accents of Latin, Greek and Cyrillic, which pile up on any character in hostile text. */
    private static boolean isAccent(char c) {
        return c >= 0x0300 && c < 0x0370 || c >= 0x0483 && c <= 0x0489 || c >= 0x1AB0 && c < 0x1B00
                || c >= 0x1DC0 && c < 0x1E00 || c >= 0x20D0 && c < 0x2100 || c >= 0xFE20 && c < 0xFE30;
    }

    /** Invisible characters: format controls, bidirectional controls, variation selectors, fillers. */
    static boolean vanishes(int codePoint) {
        return switch (codePoint) {
            case 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFEFF, 0xFFA0 -> true;
            default -> codePoint >= 0x180B && codePoint <= 0x180F || codePoint >= 0x200B && codePoint <= 0x200F
                    || codePoint >= 0x202A && codePoint <= 0x202E || codePoint >= 0x2060 && codePoint <= 0x206F
                    || codePoint >= 0xFE00 && codePoint <= 0xFE0F || codePoint >= 0xFFF9 && codePoint <= 0xFFFB
                    || codePoint >= 0x1D173 && codePoint <= 0x1D17A || codePoint >= 0xE0080 && codePoint <= 0xE0FFF
                    || codePoint >= 0xE0000 && codePoint < 0xE0020 || codePoint == 0xE007F;
        };
    }

    /** White on black, squared or round: the three runs of 26 letters stand 32 apart. */
    private static boolean isSquaredLetter(int codePoint) {
        return codePoint >= 0x1F130 && codePoint < 0x1F18A && (codePoint - 0x1F130) % 32 < 26;
    }
}
