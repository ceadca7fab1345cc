/**
 * A Lucene index of the rules themselves, for people who look for one. Begin reading at
 * {@link io.tokenward.rules.search.RuleIndex}.
 */
@NullMarked
package io.tokenward.rules.search;

import org.jspecify.annotations.NullMarked;
