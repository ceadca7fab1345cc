package io.tokenward.detectors.text;

import java.util.function.IntPredicate;

/** Lays out runs and words of ASCII characters in the bits of a number for {@link Glance}. Used while tables are made. */
final class ShiftAnd {
    /** Which characters a unit of a run or a sequence may be. */
    @FunctionalInterface
    interface Kind {
        boolean holds(char c);
    }

    private final long[] bits = new long[128];
    private long begin;
    private int size;

    /** So many units of one kind in a row; tells the bit that then stands. */
    long run(int length, Kind kind) {
        var all = new Kind[length];
        java.util.Arrays.fill(all, kind);
        return sequence(all);
    }

    /** That word, or it in capitals and small letters as may be; tells the bit that then stands. */
    long word(String word, boolean anyCase) {
        return sequence(word.chars().mapToObj(unit -> unit(unit, anyCase)).toArray(Kind[]::new));
    }

    private static Kind unit(int unit, boolean anyCase) {
        IntPredicate same = anyCase ? c -> (c | 0x20) == unit : c -> c == unit;
        return same::test;
    }

    /** A unit of each kind, one after the other; tells the bit that then stands. */
    long sequence(Kind... kinds) {
        if (size + kinds.length > Long.SIZE) throw new IllegalStateException("no more than " + Long.SIZE + " bits");
        begin |= next();
        for (Kind kind : kinds) {
            for (char c = 0; c < bits.length; c++)
                if (kind.holds(c)) bits[c] |= 1L << size;
            size++;
        }
        return 1L << size - 1;
    }

    /** The bit at which the next one begins. */
    long next() {
        return 1L << size;
    }

    /** Where each of them begins. */
    long begin() {
        return begin;
    }

    /** Where that character may stand. */
    long bitsOf(char c) {
        return bits[c];
    }
}
