/** From measured points to one table of ratios. */
@NullMarked
package io.tokenward.benchmarks.report;

import org.jspecify.annotations.NullMarked;
