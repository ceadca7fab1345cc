/**
 * Why a rule matches a text or does not. Slow, for people. Begin reading at {@link io.tokenward.rules.explain.RuleTrace}.
 */
@NullMarked
package io.tokenward.rules.explain;

import org.jspecify.annotations.NullMarked;
