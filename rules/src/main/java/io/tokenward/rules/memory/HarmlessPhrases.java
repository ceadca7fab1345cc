package io.tokenward.rules.memory;

import io.tokenward.detectors.text.Folding;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Shingles that harmless texts have: they say nothing about an attack and stay out of its sketch. A Bloom filter of 2^27
 * bits with one hash; some shingles may be taken for known that are not. Not thread-safe.
 */
public final class HarmlessPhrases implements IntPredicate {
    private static final int BITS = 27;

    private final BitSet seen = new BitSet(1 << BITS);

    /** Learns the shingles of a harmless text. */
    public void add(String text) {
        new Shingles() {
            @Override
            protected void shingle(int hash, int number, int start, int end) {
                seen.set(bit(hash));
            }
        }.walk(Folding.fold(text));
    }

    @Override
    public boolean test(int hash) {
        return seen.get(bit(hash));
    }

    private static int bit(int hash) {
        return hash * 0x9E3779B1 >>> Integer.SIZE - BITS;
    }
}
