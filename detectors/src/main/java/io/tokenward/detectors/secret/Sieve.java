package io.tokenward.detectors.secret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells in one look-up whether three units may be the beginning of an anchor, and of which. The table has 32 Ki entries,
 * so that it stays in the first-level cache beside the text.
 */
final class Sieve {
    static final int GRAM = 3;
    private static final int MASK = (1 << 15) - 1;

    /** An anchor and what it leads to; {@code order} is the place of the format in the list. */
    record Anchor(String text, int order, SecretFormat format) {
        boolean standsAt(String candidate, int at) {
            return candidate.regionMatches(format.anyCase(), at, text, 0, text.length());
        }
    }

    private final short[] bucketOf = new short[MASK + 1];
    private final List<List<Anchor>> buckets = new ArrayList<>();

    Sieve(List<SecretFormat> formats) {
        buckets.add(List.of());
        Map<Integer, List<Anchor>> byHash = new HashMap<>();
        for (int order = 0; order < formats.size(); order++) {
            SecretFormat format = formats.get(order);
            for (String anchor : format.anchors())
                byHash.computeIfAbsent(hash(anchor), hash -> new ArrayList<>()).add(new Anchor(anchor, order, format));
        }
        byHash.forEach((hash, anchors) -> {
            bucketOf[hash] = (short) buckets.size();
            buckets.add(List.copyOf(anchors));
        });
    }

    private static int hash(String anchor) {
        int hash = 0;
        for (int i = 0; i < GRAM; i++)
            hash = roll(hash, anchor.charAt(i));
        return hash;
    }

    /** The hash of the last three units: older ones fall out at the top. Upper and lower case give the same. */
    static int roll(int hash, char unit) {
        return (hash << 5 ^ (unit | 0x20)) & MASK;
    }

    /** 0 for nearly all hashes; else what {@link #anchors} takes. */
    int bucket(int hash) {
        return bucketOf[hash];
    }

    List<Anchor> anchors(int bucket) {
        return buckets.get(bucket);
    }
}
