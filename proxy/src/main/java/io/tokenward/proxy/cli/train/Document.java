package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.FeatureWalk;
import io.tokenward.detectors.injection.Strata;
import io.tokenward.detectors.injection.Windows;
import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.TextView;
import java.util.Arrays;

/** The features of one example, in order, and where each block of text begins among them. */
final class Document {
    final Example example;
    /** What is read of the example's text. */
    private final String text;
    final int length;
    final int blocks;
    /** Of {@link io.tokenward.detectors.injection.Strata}. */
    final int stratum;
    private final int signs;
    /** Hashed features as they are, shapes above {@link FeatureWalk#HASHED}. */
    final int[] features;
    /** Index into {@link #features} before each block; one more than blocks. */
    final int[] edges;
    /** The blocks in which that is which its label says, from the first to before the end: all, where nobody knows better. */
    final int first;
    final int end;

    private Document(Example example, String text, int length, Collector collected) {
        this.example = example;
        this.text = text;
        this.length = length;
        this.blocks = Windows.blocks(length);
        this.signs = collected.signsSeen();
        this.stratum = Strata.of(example.role(), signs, length);
        this.features = Arrays.copyOf(collected.features, collected.count);
        this.edges = Arrays.copyOf(collected.edges, blocks + 1);
        this.first = 0;
        this.end = blocks;
    }

    private Document(Example example, Document same, int first, int end) {
        this.example = example;
        this.text = same.text;
        this.length = same.length;
        this.blocks = same.blocks;
        this.stratum = Strata.of(example.role(), same.signs, same.length);
        this.signs = same.signs;
        this.features = same.features;
        this.edges = same.edges;
        this.first = first;
        this.end = end;
    }

    static Document of(Example example, int longest) {
        String text = example.text().length() > longest ? example.text().substring(0, longest) : example.text();
        TextView folded = Folding.fold(text);
        var collector = new Collector(Windows.blocks(folded.length()));
        collector.collect(folded);
        return new Document(example, text, folded.length(), collector);
    }

    /** The folded text; not kept, for there are many of them. */
    char[] chars() {
        return Folding.fold(text).chars();
    }

    /** The same text pasted into what a user says: half as likely as what users write themselves. */
    Document pasted() {
        return new Document(new Example(example.text(), example.attack(), example.source(), example.family(), Role.USER,
                example.hard(), example.share() / 2), this, first, end);
    }

    /** The same, known to be what it is between those characters; folding may have moved them a little. */
    Document within(int from, int to) {
        int begin = Math.clamp(from / Windows.BLOCK, 0, blocks - 1);
        return new Document(example, this, begin, Math.clamp((to - 1) / Windows.BLOCK + 1, begin + 1, blocks));
    }

    /** Harmless as texts come: ours are made to be mistaken, and hard ones are not what lines are drawn by. */
    boolean ordinary() {
        return !example.attack() && !example.hard() && !example.source().startsWith(OwnTexts.SOURCE);
    }

    /** Characters in the blocks from {@code first} to before {@code end}. */
    int characters(int first, int end) {
        return Math.min(length, end * Windows.BLOCK) - first * Windows.BLOCK;
    }

    private static final class Collector extends FeatureWalk {
        private int[] features = new int[256];
        private int count;
        private final int[] edges;
        private int block;

        Collector(int blocks) {
            edges = new int[blocks + 1];
        }

        int signsSeen() {
            return signs();
        }

        void collect(TextView folded) {
            walk(folded.chars(), 0, folded.length());
            while (block + 1 < edges.length)
                edges[++block] = count;
        }

        @Override
        protected void hashed(int feature) {
            if (count == features.length) features = Arrays.copyOf(features, 2 * count);
            features[count++] = feature;
        }

        @Override
        protected void shape(int feature) {
            hashed(HASHED + feature);
        }

        @Override
        protected void reached(int position) {
            int at = (position - 1) / Windows.BLOCK;
            while (block < at)
                edges[++block] = count;
        }
    }
}
