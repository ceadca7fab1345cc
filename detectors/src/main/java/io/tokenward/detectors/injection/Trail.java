package io.tokenward.detectors.injection;

/**
 * Which classes of words ({@link Lexicon}) and of marks a walk has come by lately, so that each new one is named alone and with
 * those near before it: an order to drop something near talk of rules is a shape, whatever the words. Not thread-safe.
 */
abstract class Trail {
    /** Classes of words and marks; 0 is none. */
    static final int CLASSES = 64;
    /** Shapes are numbered from 0 to below this: pairs of classes × near or far. */
    static final int SHAPES = CLASSES * CLASSES * 2;
    /** Spreads the bits of a hash. */
    static final int MIX = 0x9E3779B1;

    /** Classes are a pair within so many units. A word is two units, a Chinese character one. */
    private static final int REACH = 24;
    private static final int NEAR = 6;

    static final int START = 1;
    static final int TEXT = 2;
    static final int DELIMITER = 3;
    static final int MARKUP = 4;
    static final int QUOTE = 5;
    static final int SHOUT = 6;
    static final int ENCODED = 7;
    static final int MIXED = 8;
    static final int ADDRESS = 9;
    static final int NUMBER = 10;
    static final int LETTER = 11;
    static final int SPEAKER = 12;
    static final int LINE = 13;
    static final int ASKED = 14;

    /** Where the walk is, in units. */
    int unit;
    /** Classes seen within {@link #REACH}, a bit for each, and perhaps some seen before. */
    private long recent;
    /** Where each of them was seen last. */
    private final int[] latest = new int[CLASSES];
    private int kind1;
    private int kind2;
    private int kindUnit;

    /** Takes a hashed feature. */
    protected abstract void hashed(int feature);

    /** Takes a shape. */
    protected abstract void shape(int feature);

    /** Nothing was seen yet. */
    final void forget() {
        recent = 0;
        unit = 0;
        kind1 = 0;
        kind2 = 0;
        kindUnit = Integer.MIN_VALUE / 2;
    }

    /** A class seen: alone, and with each other class seen shortly before. */
    final void event(int kind) {
        shapes(0, kind, 0);
        int now = unit;
        for (long left = recent; left != 0; left &= left - 1) {
            int other = Long.numberOfTrailingZeros(left);
            int distance = now - latest[other];
            if (distance <= REACH) shapes(other, kind, distance <= NEAR ? 1 : 0);
            else
                recent ^= 1L << other;
        }
        if (kind >= Lexicon.FIRST_CLASS) {
            if (now - kindUnit <= REACH && kind1 != 0) {
                int skeleton = (kind2 << 12 | kind1 << 6 | kind) + 0x8888_0000;
                hashed(skeleton * MIX >>> 14);
            }
            kind2 = now - kindUnit <= REACH ? kind1 : 0;
            kind1 = kind;
            kindUnit = now;
        }
        remember(kind);
    }

    final void remember(int kind) {
        recent |= 1L << kind;
        latest[kind] = unit;
    }

    private void shapes(int before, int kind, int near) {
        shape((before * CLASSES + kind) * 2 + near);
    }
}
