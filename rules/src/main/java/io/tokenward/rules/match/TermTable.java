package io.tokenward.rules.match;

import java.util.Arrays;
import java.util.Collection;

/**
 * Numbers for the terms of all rules, found from characters without making a string. Most words are short and ASCII, or a pair
 * of ideographs: those are found by one number that holds all their characters, without a look at the term. Immutable,
 * thread-safe.
 */
final class TermTable {
    private static final int ASCII = 128;
    private static final int NONE = -1;
    private static final long PAIR = 1L << 63;
    /** Beside {@link #PAIR}: the key is a hash. */
    private static final long LONGER = 1L << 62;
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
            long key = key(terms[id], terms[id].length);
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
     * @param from where among the characters the word begins
     * @param key of the word, see {@link #key(char[], int)}
     */
    int id(char[] chars, int from, int length, long key) {
        int hash = hash(key);
        if ((maybe[bit(hash) >> 6] >> bit(hash) & 1) == 0) return NONE;
        int slot = hash & mask;
        for (int id; (id = ids[slot]) != NONE; slot = (slot + 1) & mask) {
            if (keys[slot] != key) continue;
            if ((key & (PAIR | LONGER)) != (PAIR | LONGER)
                    || Arrays.equals(terms[id], 0, terms[id].length, chars, from, from + length))
                return id;
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
        return id(chars, 0, chars.length, key(chars, chars.length));
    }

    /** One number for a word: all its characters where it is short, a hash where it is not. */
    static long key(char[] chars, int length) {
        if (length == 2 && chars[0] >= ASCII && chars[1] >= ASCII)
            return PAIR | (long) chars[0] << Character.SIZE | chars[1];
        long low = 0;
        long high = 0;
        int hash = length;
        int all = 0;
        for (int i = 0; i < length; i++) {
            high = high << Byte.SIZE | low >>> Long.SIZE - Byte.SIZE;
            low = low << Byte.SIZE | chars[i];
            hash = hash * 31 + chars[i];
            all |= chars[i];
        }
        return all < ASCII ? key(low, high, length) : PAIR | LONGER | hash & 0xFFFF_FFFFL;
    }

    /**
     * The same for ASCII.
     *
     * @param low its last eight characters, one a byte
     * @param high the eight before
     */
    static long key(long low, long high, int length) {
        if (length <= Long.BYTES) return low;
        long mixed = (low ^ high * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
        return PAIR | LONGER | 1L << 61 | mixed >>> 8 ^ length;
    }

    private static int hash(long key) {
        return (int) (key * 0x9E3779B97F4A7C15L >>> Integer.SIZE);
    }

    private static int bit(int hash) {
        return hash >>> Integer.SIZE - MAYBE_BITS;
    }
}
