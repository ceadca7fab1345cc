/**
 * What is wrong with rule packs, and what is allowed but unwise. Begin reading at {@link io.tokenward.rules.lint.Lint}.
 */
@NullMarked
package io.tokenward.rules.lint;

import org.jspecify.annotations.NullMarked;
