package io.tokenward.proxy.cli.train;

import io.tokenward.detectors.Role;
import io.tokenward.detectors.injection.FeatureWalk;
import io.tokenward.detectors.injection.Windows;
import io.tokenward.detectors.text.Folding;
import io.tokenward.detectors.text.TextView;
import java.util.Arrays;

/** The features of one example, in order, and where each block of text begins among them. */
final class Document {
    final Example example;
    final int length;
    final int blocks;
    /** Hashed features as they are, shapes above {@link FeatureWalk#HASHED}. */
    final int[] features;
    /** Index into {@link #features} before each block; one more than blocks. */
    final int[] edges;

    private Document(Example example, int length, Collector collected) {
        this.example = example;
        this.length = length;
        this.blocks = Windows.blocks(length);
        this.features = Arrays.copyOf(collected.features, collected.count);
        this.edges = Arrays.copyOf(collected.edges, blocks + 1);
    }

    private Document(Example example, Document same) {
        this.example = example;
        this.length = same.length;
        this.blocks = same.blocks;
        this.features = same.features;
        this.edges = same.edges;
    }

    static Document of(Example example, int longest) {
        String text = example.text().length() > longest ? example.text().substring(0, longest) : example.text();
        TextView folded = Folding.fold(text);
        var collector = new Collector(Windows.blocks(folded.length()));
        collector.collect(folded);
        return new Document(example, folded.length(), collector);
    }

    /** The same text pasted into what a user says: half as likely as what users write themselves. */
    Document pasted() {
        return new Document(new Example(example.text(), example.attack(), example.source(), example.family(), Role.USER,
                example.hard(), example.share() / 2), this);
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
