package io.tokenward.detectors.injection;

/**
 * Which stretches of a text are judged: overlapping ones of {@value #SHORT}, {@value #MIDDLE} and {@value #LONG} characters.
 * An attack of one sentence stands out in a short one, a long story in a long one. Edges lie on multiples of {@value #BLOCK}, so that sums up
 * to each edge give the sum of every window. Stateless.
 */
public final class Windows {
    /** Edges lie on multiples of this, in characters. */
    public static final int BLOCK = 1 << 6;
    static final int BLOCK_SHIFT = 6;
    static final int SHORT = 2 * BLOCK;
    static final int MIDDLE = 5 * BLOCK;
    static final int LONG = 16 * BLOCK;
    private static final int MIDDLE_STEP = 2;
    private static final int LONG_STEP = 4;

    private Windows() {}

    /** Blocks of a text of that length; at least one. */
    public static int blocks(int length) {
        return Math.max(1, (length + BLOCK - 1) / BLOCK);
    }

    /** Number of windows of a text of so many blocks. */
    public static int count(int blocks) {
        return shorts(blocks) + middles(blocks) + longs(blocks);
    }

    /** The block that window {@code window} begins with. */
    public static int first(int window, int blocks) {
        int shorts = shorts(blocks);
        if (window < shorts) return window;
        int middles = middles(blocks);
        if (window < shorts + middles)
            return Math.max(0, Math.min((window - shorts) * MIDDLE_STEP, blocks - MIDDLE / BLOCK));
        return Math.max(0, Math.min((window - shorts - middles) * LONG_STEP, blocks - LONG / BLOCK));
    }

    /** One past the block that window {@code window} ends with. */
    public static int end(int window, int blocks) {
        int size = window < shorts(blocks) ? SHORT : window < shorts(blocks) + middles(blocks) ? MIDDLE : LONG;
        return Math.min(blocks, first(window, blocks) + size / BLOCK);
    }

    private static int shorts(int blocks) {
        return Math.max(1, blocks - SHORT / BLOCK + 1);
    }

    private static int middles(int blocks) {
        return count(blocks, MIDDLE / BLOCK, MIDDLE_STEP);
    }

    private static int longs(int blocks) {
        return blocks <= MIDDLE / BLOCK ? 0 : count(blocks, LONG / BLOCK, LONG_STEP);
    }

    private static int count(int blocks, int size, int step) {
        if (blocks <= SHORT / BLOCK) return 0;
        return 1 + (Math.max(0, blocks - size) + step - 1) / step;
    }
}
