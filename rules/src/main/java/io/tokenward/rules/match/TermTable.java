package io.tokenward.rules.match;

import java.util.Arrays;
import java.util.Collection;

/**
 * Numbers for the terms of all rules, found from characters without making a string. Most words are short and ASCII, or a pair
 * of ideographs: those are found by one number that holds all their characters, without a look at the term. Immutable,
 * thread-safe.
 */
final class TermTable {
    /** What {@link #packed} is for words that do not fit. */
    static final long UNPACKED = 0;
    private static final int ASCII = 128;
    private static final int NONE = -1;
    private static final long PAIR = 1L << 63;
    private static final int MAYBE_BITS = 16;

    private final char[][] terms;
    private final long[] keys;
    private final int[] ids;
    private final int mask;
    /** A bit for each of so many hashes: small enough for the nearest cache, and most words of a text are no terms. */
    private final long[] maybe = new long[1 << MAYBE_BITS - 6];

    TermTable(Collection<String> distinct) {
        terms = distinct.stream().map(String::toCharArray).toArray(char[][]::new);
        int capacity = Integer.highestOneBit(Math.max(8, terms.length * 2)) << 1;
        keys = new long[capacity];
        ids = new int[capacity];
        Arrays.fill(ids, NONE);
        mask = capacity - 1;
        for (int id = 0; id < terms.length; id++) {
            long key = key(terms[id], terms[id].length, packed(terms[id]));
            int hash = hash(key);
            maybe[bit(hash) >> 6] |= 1L << bit(hash);
            int slot = hash & mask;
            while (ids[slot] != NONE)
                slot = (slot + 1) & mask;
            keys[slot] = key;
            ids[slot] = id;
        }
    }

    int size() {
        return terms.length;
    }

    /**
     * The term's number, or -1.
     *
     * @param packed all characters of the word in one number as {@link #packed} makes it
     */
    int id(char[] chars, int length, long packed) {
        long key = key(chars, length, packed);
        int hash = hash(key);
        if ((maybe[bit(hash) >> 6] >> bit(hash) & 1) == 0) return NONE;
        int slot = hash & mask;
        for (int id; (id = ids[slot]) != NONE; slot = (slot + 1) & mask) {
            if (keys[slot] != key) continue;
            if (packed != UNPACKED || Arrays.equals(terms[id], 0, terms[id].length, chars, 0, length)) return id;
        }
        return NONE;
    }

    String term(int id) {
        return new String(terms[id]);
    }

    char[] characters(int id) {
        return terms[id];
    }

    int id(String term) {
        char[] chars = term.toCharArray();
        return id(chars, chars.length, packed(chars));
    }

    /** Up to eight ASCII characters, a byte each. */
    private static long packed(char[] chars) {
        if (chars.length == 2 && chars[0] >= ASCII && chars[1] >= ASCII) return pair(chars[0], chars[1]);
        long packed = 0;
        for (char c : chars) {
            if (c >= ASCII) return UNPACKED;
            packed = packed << Byte.SIZE | c;
        }
        return chars.length > Long.BYTES ? UNPACKED : packed;
    }

    /** Two characters beyond ASCII. */
    static long pair(char one, char other) {
        return PAIR | (long) one << Character.SIZE | other;
    }

    /** Of a word that is not packed a hash, in the same way for the same characters; never that of a packed one. */
    private static long key(char[] chars, int length, long packed) {
        if (packed != UNPACKED) return packed;
        int hash = length;
        for (int i = 0; i < length; i++)
            hash = hash * 31 + chars[i];
        return PAIR | 1L << 62 | hash & 0xFFFF_FFFFL;
    }

    private static int hash(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> Integer.SIZE);
    }

    private static int bit(int hash) {
        return hash >>> Integer.SIZE - MAYBE_BITS;
    }
}
