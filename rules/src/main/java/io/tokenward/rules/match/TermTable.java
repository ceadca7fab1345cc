package io.tokenward.rules.match;

import java.util.Arrays;
import java.util.Collection;

/** Numbers for the terms of all rules, found from characters without making a string. Immutable, thread-safe. */
final class TermTable {
    private final String[] terms;
    private final int[] slots;
    /** Of the term in the slot: unlike ones need no look at the term. */
    private final int[] hashes;
    private final int mask;

    TermTable(Collection<String> distinct) {
        terms = distinct.toArray(new String[0]);
        int capacity = Integer.highestOneBit(Math.max(8, terms.length * 4)) << 1;
        slots = new int[capacity];
        hashes = new int[capacity];
        Arrays.fill(slots, -1);
        mask = capacity - 1;
        for (int id = 0; id < terms.length; id++) {
            int hash = hash(terms[id].toCharArray(), terms[id].length());
            int slot = hash & mask;
            while (slots[slot] >= 0)
                slot = (slot + 1) & mask;
            slots[slot] = id;
            hashes[slot] = hash;
        }
    }

    int size() {
        return terms.length;
    }

    /** The term's number, or -1. */
    int id(char[] chars, int length) {
        int hash = hash(chars, length);
        int slot = hash & mask;
        for (int id; (id = slots[slot]) >= 0; slot = (slot + 1) & mask) {
            if (hashes[slot] == hash && same(terms[id], chars, length)) return id;
        }
        return -1;
    }

    String term(int id) {
        return terms[id];
    }

    int id(String term) {
        return id(term.toCharArray(), term.length());
    }

    private static boolean same(String term, char[] chars, int length) {
        if (term.length() != length) return false;
        for (int i = 0; i < length; i++)
            if (term.charAt(i) != chars[i]) return false;
        return true;
    }

    private static int hash(char[] chars, int length) {
        int h = length;
        for (int i = 0; i < length; i++)
            h = h * 31 + chars[i];
        return h ^ (h >>> 15);
    }
}
