/**
 * Measures the recognition of attacks on labelled texts: {@code tokenward eval}. The core is plain Java and usable from
 * tests; begin reading at {@code Evaluation}. {@code docs/detection.md} explains the figures.
 */
@NullMarked
package io.tokenward.proxy.cli.eval;

import org.jspecify.annotations.NullMarked;
