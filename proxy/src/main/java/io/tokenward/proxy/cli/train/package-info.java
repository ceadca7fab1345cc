/**
 * Trains the injection model: {@code tokenward train}. Nothing here runs in the proxy. Begin reading at {@link Training}.
 * The same data, texts and seed give the same model to the bit on every machine: all sums have a fixed order, and
 * transcendental functions come from {@link StrictMath}.
 */
@NullMarked
package io.tokenward.proxy.cli.train;

import org.jspecify.annotations.NullMarked;
