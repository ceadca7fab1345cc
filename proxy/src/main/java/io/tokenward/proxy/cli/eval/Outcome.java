package io.tokenward.proxy.cli.eval;

/**
 * What was said about one text, by which part.
 *
 * @param text the text
 * @param rules whether the rules alone, without the model, reach the operating point
 * @param model whether the model alone does
 * @param both whether they do together, as in the proxy
 */
public record Outcome(LabelledText text, boolean rules, boolean model, boolean both) {}
