package io.tokenward.detectors.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells in one look-up whether three units may belong to an anchor, and to which. Of each anchor the three units count that are
 * the rarest in ordinary text: {@code ssw} of {@code password}. The first look goes to 32 KiB of bits, which stay in the
 * first-level cache beside the text; the second to one more unit of the anchor.
 */
final class Sieve {
    static final int GRAM = 3;
    /** Three units of seven bits. */
    private static final int MASK = (1 << 21) - 1;
    /** Spreads what differs in few bits (Knuth's multiplicative hashing). */
    private static final int SPREAD = 0x9E3779B1;
    private static final int INDEX_BITS = 18;
    /** Signs from the most frequent on; what is not here is rarer still. */
    private static final String FREQUENT = " etaoinsrhldcumfpgwybv.,/-\"k_=()x:01'jqz";
    private static final Entry[] NONE = {};

    /**
     * An anchor and what it leads to.
     *
     * @param offset where in the anchor its three units stand
     * @param probe place of one more unit, counted from the first of the three
     * @param unit what must stand there, or 0 if the anchor has no further unit
     * @param order the place of the format in the list
     */
    record Entry(Anchor anchor, int offset, int probe, char unit, int order, SecretFormat format) {

        /** Whether the anchor may stand around the three units at {@code gram}: one comparison. */
        boolean mayStand(String text, int gram) {
            if (unit == 0) return true;
            int at = gram + probe;
            return at >= 0 && at < text.length() && (text.charAt(at) | 0x20) == unit;
        }
    }

    private final long[] bits = new long[1 << INDEX_BITS - 6];
    private final short[] listOf = new short[1 << INDEX_BITS];
    private final List<Entry[]> lists = new ArrayList<>();

    Sieve(List<SecretFormat> formats) {
        Map<Integer, List<Entry>> byHash = new HashMap<>();
        for (int order = 0; order < formats.size(); order++) {
            SecretFormat format = formats.get(order);
            for (Anchor anchor : format.anchors()) {
                int offset = rarest(anchor.text());
                byHash.computeIfAbsent(hash(anchor.text(), offset), _ -> new ArrayList<>())
                        .add(entry(anchor, offset, order, format));
            }
        }
        byHash.forEach((hash, list) -> {
            bits[hash >>> 6] |= 1L << hash;
            listOf[hash] = (short) lists.size();
            lists.add(list.toArray(NONE));
        });
    }

    private static Entry entry(Anchor anchor, int offset, int order, SecretFormat format) {
        String text = anchor.text();
        if (text.length() == GRAM) return new Entry(anchor, offset, 0, (char) 0, order, format);
        int other = offset > 0 ? offset - 1 : offset + GRAM;
        return new Entry(anchor, offset, other - offset, (char) (text.charAt(other) | 0x20), order, format);
    }

    private static int rarest(String anchor) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i + GRAM <= anchor.length(); i++) {
            long weight = weight(anchor.substring(i, i + GRAM).toLowerCase(Locale.ROOT));
            if (weight < least) {
                least = weight;
                best = i;
            }
        }
        return best;
    }

    private static long weight(String gram) {
        int rank = Trigrams.rank(gram);
        if (rank >= 0) return 10_000_000L - rank;
        long weight = 1;
        for (int k = 0; k < GRAM; k++) {
            int place = FREQUENT.indexOf(gram.charAt(k));
            weight *= place < 0 ? 2 : FREQUENT.length() + 2 - place;
        }
        return weight;
    }

    private static int hash(String anchor, int from) {
        int hash = 0;
        for (int i = from; i < from + GRAM; i++)
            hash = roll(hash, anchor.charAt(i));
        return index(hash);
    }

    /** The hash of the last three units: older ones fall out at the top. Upper and lower case give the same. */
    static int roll(int hash, char unit) {
        return (hash << 7 ^ (unit | 0x20)) & MASK;
    }

    /** Where the bit of a hash is. */
    static int index(int hash) {
        return hash * SPREAD >>> 32 - INDEX_BITS;
    }

    /** The bits by {@link #index}; 0 for nearly all. */
    long[] bits() {
        return bits;
    }

    /** What the three units of that index may belong to; asked only where its bit is set. */
    Entry[] entries(int index) {
        return lists.get(listOf[index]);
    }
}
