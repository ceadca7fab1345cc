package io.tokenward.detectors.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells in one look-up whether three units may belong to an anchor, and to which. Of each anchor the three units count that are
 * the rarest in ordinary text: {@code ssw} of {@code password}. The first look goes to 4 KiB of bits, which stay in the
 * first-level cache beside the text.
 */
final class Sieve {
    static final int GRAM = 3;
    private static final int MASK = (1 << 15) - 1;
    /** Letters from the most frequent on; what is not here is rarer still. */
    private static final String FREQUENT = " etaoinsrhldcumfpgwybv.,/-\"k_=()x:01'jqz";

    /**
     * An anchor and what it leads to.
     *
     * @param offset where in the anchor its three units stand
     * @param order the place of the format in the list
     */
    record Entry(Anchor anchor, int offset, int order, SecretFormat format) {}

    private final long[] bits = new long[(MASK + 1) / 64];
    private final short[] bucketOf = new short[MASK + 1];
    private final List<List<Entry>> buckets = new ArrayList<>();

    Sieve(List<SecretFormat> formats) {
        buckets.add(List.of());
        Map<Integer, List<Entry>> byHash = new HashMap<>();
        for (int order = 0; order < formats.size(); order++) {
            SecretFormat format = formats.get(order);
            for (Anchor anchor : format.anchors()) {
                int offset = rarest(anchor.text());
                byHash.computeIfAbsent(hash(anchor.text(), offset), _ -> new ArrayList<>())
                        .add(new Entry(anchor, offset, order, format));
            }
        }
        byHash.forEach((hash, entries) -> {
            bits[hash >>> 6] |= 1L << hash;
            bucketOf[hash] = (short) buckets.size();
            buckets.add(List.copyOf(entries));
        });
    }

    private static int rarest(String anchor) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i + GRAM <= anchor.length(); i++) {
            long weight = 1;
            for (int k = i; k < i + GRAM; k++) {
                int rank = FREQUENT.indexOf(Character.toLowerCase(anchor.charAt(k)));
                weight *= rank < 0 ? 2 : FREQUENT.length() + 2 - rank;
            }
            if (weight < least) {
                least = weight;
                best = i;
            }
        }
        return best;
    }

    private static int hash(String anchor, int from) {
        int hash = 0;
        for (int i = from; i < from + GRAM; i++)
            hash = roll(hash, anchor.charAt(i));
        return hash;
    }

    /** The hash of the last three units: older ones fall out at the top. Upper and lower case give the same. */
    static int roll(int hash, char unit) {
        return (hash << 5 ^ (unit | 0x20)) & MASK;
    }

    /** The bits by hash; 0 for nearly all. */
    long[] bits() {
        return bits;
    }

    /** What the three units of that hash may belong to. */
    List<Entry> entries(int hash) {
        return buckets.get(bucketOf[hash]);
    }
}
