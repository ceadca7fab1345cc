/**
 * What the proxy costs, as ratios to peers measured in the same run: {@link io.tokenward.benchmarks.Main} starts them,
 * loads them in turn and writes the table. Begin reading there. Never shipped.
 */
@NullMarked
package io.tokenward.benchmarks;

import org.jspecify.annotations.NullMarked;
