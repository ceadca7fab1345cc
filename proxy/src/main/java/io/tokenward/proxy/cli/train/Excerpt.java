package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.TextCnn;
import io.tokenward.detectors.injection.TokenWalk;
import java.util.Arrays;
import java.util.BitSet;

/**
 * What the network reads of one text: the tokens around the window that the linear model would choose. Not thread-safe while
 * {@link #keep} runs, then only read.
 */
final class Excerpt {
    final boolean attack;
    /** Group of roles. */
    final int group;
    /** One past the last row of each token. */
    final int[] ends;
    private int[] rows;

    private Excerpt(boolean attack, int group, TokenWalk walk) {
        this.attack = attack;
        this.group = group;
        this.ends = new int[walk.tokens()];
        Arrays.setAll(ends, walk::end);
        this.rows = new int[ends.length == 0 ? 0 : ends[ends.length - 1]];
        Arrays.setAll(rows, walk::row);
    }

    static Excerpt of(Document document, Model linear, TokenWalk walk, int group) {
        char[] chars = document.chars();
        int[] window = linear.window(document);
        int begin = TextCnn.begin(0, document.length, window[0], window[1]);
        walk.read(chars, begin, Math.min(document.length, begin + TextCnn.EXCERPT));
        return new Excerpt(document.example.attack(), group, walk);
    }

    static Excerpt of(Document document, Model linear, TokenWalk walk) {
        return of(document, linear, walk, Strata.group(document.stratum));
    }

    int row(int index) {
        return rows[index];
    }

    /** All rows, in order. */
    int[] rows() {
        return rows;
    }

    /** Forgets the rows that are not in {@code known}. */
    void keep(BitSet known) {
        int count = 0;
        int from = 0;
        for (int token = 0; token < ends.length; token++) {
            int end = ends[token];
            for (; from < end; from++)
                if (known.get(rows[from])) rows[count++] = rows[from];
            ends[token] = count;
        }
        rows = Arrays.copyOf(rows, count);
    }
}
