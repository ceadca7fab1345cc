/** The programs that are compared: how each is configured, started, watched and stopped. */
@NullMarked
package io.tokenward.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
