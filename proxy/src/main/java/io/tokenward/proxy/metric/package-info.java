/**
 * Counts and times of everything, for Prometheus, and whether the proxy lives and is ready: {@link io.tokenward.proxy.metric.HealthServer}
 * serves both. Knows exchanges by their records, and the rest of the proxy by numbers that it is given.
 */
@NullMarked
package io.tokenward.proxy.metric;

import org.jspecify.annotations.NullMarked;
