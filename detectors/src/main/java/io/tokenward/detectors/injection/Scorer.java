package io.tokenward.detectors.injection;

import io.tokenward.detectors.Role;
import java.util.Arrays;

/** Sums weights up to each edge of blocks, then looks at all windows. One thread's; reused. */
final class Scorer extends FeatureWalk {
    /** What grew for one huge text is given back after it. */
    private static final int KEPT_BLOCKS = 1 << 14;
    private static final int WORDS_BITS = 11;
    private static final int WORDS = 1 << WORDS_BITS;
    private static final int ENTRY = 4;

    private final byte[] hashed;
    private final short[] shapes;
    private final Weights weights;
    private int hashedSum;
    private int shapeSum;
    private int block;
    /** Sums before each block. */
    private int[] hashedBefore = new int[128];
    private int[] shapesBefore = new int[128];
    /**
     * Words that came up lately, letter by letter in two numbers, and what is known of them in two more, so that all of it is
     * in one place: most of a text is made of few. 64 KB a thread.
     */
    private final long[] words = new long[WORDS * ENTRY];
    /** Where the text begins among the characters. */
    private int base;
    private double best;
    private int bestFrom;
    private int bestTo;

    Scorer(Weights weights) {
        this.weights = weights;
        this.hashed = weights.hashed();
        this.shapes = weights.shapes();
    }

    /** Reads the characters from {@code from} to before {@code to} as if they were a whole text. */
    void score(char[] chars, int from, int to, Role role) {
        int length = to - from;
        int blocks = Windows.blocks(length);
        base = from;
        size(blocks + 1);
        hashedSum = 0;
        shapeSum = 0;
        block = 0;
        walk(chars, from, to);
        while (block < blocks)
            edge();
        look(length, blocks, weights.bias()[Strata.of(role, signs(), length)]);
    }

    private void size(int edges) {
        if (hashedBefore.length >= edges && (hashedBefore.length <= KEPT_BLOCKS || edges > KEPT_BLOCKS)) return;
        int size = Math.max(edges, 128);
        hashedBefore = Arrays.copyOf(hashedBefore, size);
        shapesBefore = Arrays.copyOf(shapesBefore, size);
    }

    private void look(int length, int blocks, float bias) {
        best = Double.NEGATIVE_INFINITY;
        int count = Windows.count(blocks);
        for (int i = 0; i < count; i++) {
            int first = Windows.first(i, blocks);
            int end = Windows.end(i, blocks);
            int from = first * Windows.BLOCK;
            int to = Math.min(length, end * Windows.BLOCK);
            double sum = (hashedBefore[end] - hashedBefore[first]) * (double) weights.hashedScale()
                    + (shapesBefore[end] - shapesBefore[first]) * (double) weights.shapeScale();
            double value = sum / Weights.norm(to - from) + bias;
            if (value > best) {
                best = value;
                bestFrom = base + from;
                bestTo = base + to;
            }
        }
    }

    double best() {
        return best;
    }

    int bestFrom() {
        return bestFrom;
    }

    int bestTo() {
        return bestTo;
    }

    @Override
    protected void hashed(int feature) {
        hashedSum += hashed[feature];
    }

    @Override
    protected void plainWord(char[] chars, int start, int end, long low, long high) {
        int slot = (int) ((low ^ high * 31) * 0x9E3779B97F4A7C15L >>> Long.SIZE - WORDS_BITS) * ENTRY;
        if (words[slot] != low || words[slot + 1] != high) {
            int before = hashedSum;
            super.plainWord(chars, start, end, low, high);
            hashed(alone(wordHash()));
            words[slot] = low;
            words[slot + 1] = high;
            words[slot + 2] = (long) (hashedSum - before) << Integer.SIZE | wordHash() & 0xFFFF_FFFFL;
            words[slot + 3] = wordKind();
        } else {
            long sumAndHash = words[slot + 2];
            hashedSum += (int) (sumAndHash >> Integer.SIZE);
            know((int) sumAndHash, (int) words[slot + 3]);
        }
    }

    /** Is in the sum of {@link #plainWord} already. */
    @Override
    protected void plainAlone(int hash) {}

    @Override
    protected void shape(int feature) {
        shapeSum += shapes[feature];
    }

    @Override
    protected void reached(int position) {
        int at = position - base - 1 >> Windows.BLOCK_SHIFT;
        while (block < at)
            edge();
    }

    private void edge() {
        block++;
        hashedBefore[block] = hashedSum;
        shapesBefore[block] = shapeSum;
    }
}
