package io.tokenward.rules.memory;

import io.tokenward.detectors.text.Folding;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * What is kept of a known attack: the {@link #MOST} smallest of the numbers of its shingles, spread by hashing (a bottom-k
 * sketch, Cohen and Kaplan 2007), and its length in words. The share of them that a text holds estimates the share of all
 * shingles. The text cannot be read back. Immutable.
 */
public final class Sketch {
    /** Numbers kept at most; a share is then known to about nine points in a hundred. */
    static final int MOST = 32;
    /** With fewer, texts that only share a phrase would look like copies: seven words are needed. */
    static final int FEWEST = 5;
    private static final int VERSION = 1;

    private final int[] hashes;
    private final int units;

    private Sketch(int[] hashes, int units) {
        this.hashes = hashes;
        this.units = units;
    }

    /** The sketch of a text; nothing where the text is too short to be told from others. */
    public static Optional<Sketch> of(String text) {
        return of(text, _ -> false);
    }

    /** The same without the shingles that {@code common} knows: phrases that harmless texts have as well. */
    public static Optional<Sketch> of(String text, IntPredicate common) {
        var smallest = new TreeSet<Integer>(Integer::compareUnsigned);
        var walk = new Shingles() {
            private int last;

            @Override
            protected void shingle(int hash, int number, int start, int end) {
                last = number;
                if (common.test(hash)) return;
                smallest.add(hash);
                if (smallest.size() > MOST) smallest.pollLast();
            }
        };
        walk.walk(Folding.fold(text));
        if (smallest.size() < FEWEST) return Optional.empty();
        return Optional
                .of(new Sketch(smallest.stream().mapToInt(Integer::intValue).toArray(),
                        Math.min(walk.last + 1, 0xFFFF)));
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @throws IllegalArgumentException where it is no sketch; the message says why
     */
    public static Sketch parse(String written) {
        byte[] bytes = Base64.getDecoder().decode(written);
        if (bytes.length < 3 + 4 * FEWEST || (bytes.length - 3) % 4 != 0 || bytes.length > 3 + 4 * MOST)
            throw new IllegalArgumentException("a sketch has 23 to 131 bytes, this has " + bytes.length);
        var buffer = ByteBuffer.wrap(bytes);
        int version = buffer.get();
        if (version != VERSION)
            throw new IllegalArgumentException("a sketch of version " + version + ", this program reads " + VERSION);
        int units = buffer.getShort() & 0xFFFF;
        int[] hashes = new int[(bytes.length - 3) / 4];
        for (int i = 0; i < hashes.length; i++)
            hashes[i] = buffer.getInt();
        return new Sketch(hashes, units);
    }

    /** Base64 of a byte for the version, two for the length in words, four for each number, big-endian. */
    @Override
    public String toString() {
        var buffer = ByteBuffer.allocate(3 + 4 * hashes.length).put((byte) VERSION).putShort((short) units);
        for (int hash : hashes)
            buffer.putInt(hash);
        return Base64.getEncoder().encodeToString(buffer.array());
    }

    /** The id under which findings report it: {@code memory-} and eight hex digits of the sketch itself. */
    public String id() {
        return "memory-" + String.format("%08x", 31 * Arrays.hashCode(hashes) + units);
    }

    int[] hashes() {
        return hashes;
    }

    /** Length of the text in words, in characters where a script has no blanks. */
    public int words() {
        return units;
    }

    /** How many of its numbers a text must hold, near one another, to be a copy. */
    int needed() {
        return Math.max(3, (3 * hashes.length + 7) / 8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sketch that && units == that.units && Arrays.equals(hashes, that.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }
}
