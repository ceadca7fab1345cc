/**
 * How much a machine, a Redis and a cluster carry, from unit costs that are measured here, and a day of given size played
 * through. Begin reading at {@link io.tokenward.benchmarks.capacity.CapacityMain}.
 */
@NullMarked
package io.tokenward.benchmarks.capacity;

import org.jspecify.annotations.NullMarked;
