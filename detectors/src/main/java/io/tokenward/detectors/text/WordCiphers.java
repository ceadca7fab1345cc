package io.tokenward.detectors.text;

import io.tokenward.detectors.Span;
import io.tokenward.detectors.text.EncodedRuns.Decoded;
import java.util.List;

/**
 * Lines whose letters were moved along the alphabet (ROT-n), mirrored in it (atbash) or written from the end. A line is tried
 * where words show that are frequent words or words of attacks in such a disguise, and more of them than plain ones.
 * Stateless; one look into a table for each word.
 */
final class WordCiphers {
    /** None that is a word of a common language when read from its end, as "now" and "are" are. */
    private static final List<String> TELLING = List.of("the", "and", "you", "your", "that", "this", "with", "from",
            "for",
            "all", "what", "how", "have", "previous", "ignore", "instructions", "instruction", "prompt",
            "system", "reveal", "show", "print", "tell", "forget", "rules", "password", "secret", "repeat", "following",
            "above", "make", "write", "must", "will", "about", "me", "to", "of");
    /** Pieces of words of which a longer reversed text can hardly do without all. */
    static final List<String> REVERSED_WORDS = List.of("eht", "uoy", "snoitcurtsni", "tpmorp");
    private static final int ATBASH = 26;
    private static final int REVERSED = 27;
    private static final int FEWEST = 3;
    private static final int LONGEST_LINE = 2000;
    private static final int PRIME = 0x01000193;

    /** Open addressing: hash of a disguised word, and a bit for each disguise; bit 0 is the word as it is. */
    private static final int[] HASHES = new int[1 << 12];
    private static final long[] DISGUISES = new long[HASHES.length];

    static {
        for (String word : TELLING) {
            for (int cipher = 0; cipher <= REVERSED; cipher++) {
                // Two letters tell something only where they are read as they stand.
                if (cipher == 0 || word.length() > 2) learn(disguised(word, cipher), cipher);
            }
        }
    }

    private WordCiphers() {}

    /** Whether a word occurs that a longer reversed text can hardly do without. */
    static boolean mayBeReversed(String text) {
        return REVERSED_WORDS.stream().anyMatch(text::contains);
    }

    static void decodeAll(String text, List<Decoded> found) {
        for (int start = 0; start < text.length();) {
            int end = start;
            var counts = new byte[REVERSED + 1];
            int words = 0;
            boolean any = false;
            while (end < text.length() && text.charAt(end) != '\n' && end - start < LONGEST_LINE) {
                int wordEnd = wordEnd(text, end);
                if (wordEnd == end) {
                    end++;
                    continue;
                }
                words++;
                for (long left = disguises(text, end, wordEnd); left != 0; left &= left - 1) {
                    int cipher = Long.numberOfTrailingZeros(left);
                    any |= cipher != 0;
                    if (counts[cipher] < Byte.MAX_VALUE) counts[cipher]++;
                }
                end = wordEnd;
            }
            if (any) decode(text, start, end, counts, words, found);
            start = end + 1;
        }
    }

    private static void decode(String text, int start, int end, byte[] counts, int words, List<Decoded> found) {
        int best = 1;
        for (int cipher = 2; cipher <= REVERSED; cipher++)
            if (counts[cipher] > counts[best]) best = cipher;
        if (counts[best] < FEWEST || counts[best] <= counts[0] || counts[best] * 6 < Math.min(words, 30)) return;
        String line = text.substring(start, end);
        String plain = best == REVERSED ? new StringBuilder(line).reverse().toString() : disguised(line, undo(best));
        found.add(new Decoded(best == REVERSED ? "reversed" : best == ATBASH ? "atbash" : "rot", plain,
                new Span(start, end)));
    }

    private static int undo(int cipher) {
        return cipher == ATBASH ? ATBASH : 26 - cipher;
    }

    private static int wordEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isLetter(text.charAt(end)))
            end++;
        return end;
    }

    private static boolean isLetter(char c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
    }

    private static long disguises(String text, int start, int end) {
        if (end - start > 12 || end - start < 2) return 0;
        int hash = 0;
        for (int i = start; i < end; i++)
            hash = (hash ^ (text.charAt(i) | 0x20)) * PRIME;
        int at = slot(hash);
        while (DISGUISES[at] != 0) {
            if (HASHES[at] == hash) return DISGUISES[at];
            at = at + 1 & HASHES.length - 1;
        }
        return 0;
    }

    private static void learn(String word, int cipher) {
        int hash = 0;
        for (int i = 0; i < word.length(); i++)
            hash = (hash ^ word.charAt(i)) * PRIME;
        int at = slot(hash);
        while (DISGUISES[at] != 0 && HASHES[at] != hash)
            at = at + 1 & HASHES.length - 1;
        HASHES[at] = hash;
        DISGUISES[at] |= 1L << cipher;
    }

    private static int slot(int hash) {
        return hash * 0x9E3779B1 >>> 20 & HASHES.length - 1;
    }

    private static String disguised(String plain, int cipher) {
        if (cipher == REVERSED) return new StringBuilder(plain).reverse().toString();
        char[] chars = plain.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            char c = chars[i];
            if (!isLetter(c)) continue;
            int letter = (c | 0x20) - 'a';
            int moved = cipher == ATBASH ? 25 - letter : (letter + cipher) % 26;
            chars[i] = (char) ((c & 0x20) == 0 ? 'A' + moved : 'a' + moved);
        }
        return new String(chars);
    }
}
