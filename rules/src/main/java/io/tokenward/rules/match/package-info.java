/**
 * Which conditions hold in a text, and where: one tokeniser for rules and texts, a prefilter over required terms, Lucene for
 * the proof and the offsets. Begin reading at {@link io.tokenward.rules.match.QueryMatcher}.
 */
@NullMarked
package io.tokenward.rules.match;

import org.jspecify.annotations.NullMarked;
