package io.tokenward.proxy.cli.eval;

/**
 * What was said about one text, by which part.
 *
 * @param text the text
 * @param rules whether the rules alone, without the model, reach the operating point
 * @param model whether the model alone does
 * @param both whether they do together, as in the proxy
 * @param points how far each of them went
 */
public record Outcome(LabelledText text, boolean rules, boolean model, boolean both, Points points) {
    /** Points of a verdict, of which 5 are a score of one half. */
    public record Points(int rules, int model, int both) {
        /** Nobody said anything. */
        public static final Points NONE = new Points(0, 0, 0);
    }

    /** An outcome of which it does not matter how it came about. */
    public Outcome(LabelledText text, boolean rules, boolean model, boolean both) {
        this(text, rules, model, both, Points.NONE);
    }
}
