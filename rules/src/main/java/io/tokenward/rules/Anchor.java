package io.tokenward.rules;

/**
 * A literal in lower case, of which and its like every match of a pattern contains one. Immutable.
 *
 * @param before the most units of a match that stand before it
 */
record Anchor(String literal, int before) {}
