/**
 * Which findings matter, how much, for whom? Rules are data: trees of conditions over Lucene queries, patterns and
 * detectors, kept in packs. Begin reading at {@link io.tokenward.rules.RuleEngine}; a verdict is spoken in
 * {@link io.tokenward.rules.Verdict}.
 */
@NullMarked
package io.tokenward.rules;

import org.jspecify.annotations.NullMarked;
